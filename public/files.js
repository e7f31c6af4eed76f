// Attachments before they are sent: small pictures, sizes, taking one away, pasting from the clipboard.

const MB = 1024 * 1024;

document.addEventListener(
  'change',
  (event) => event.target.matches?.('input[type=file]') && show(event.target),
);
document.addEventListener('paste', takePasted);

function show(input) {
  const limit = Number(input.dataset.maxMb ?? 0) * MB;
  const tooLarge = [...input.files].filter((file) => limit && file.size > limit);
  input.setCustomValidity(
    tooLarge.length ? `“${tooLarge[0].name}”超过 ${input.dataset.maxMb} MB，请移除或压缩后再提交` : '',
  );
  listFor(input).replaceChildren(
    ...[...input.files].map((file) => line(input, file, tooLarge.includes(file))),
  );
  if (tooLarge.length) input.reportValidity();
}

function listFor(input) {
  const next = input.nextElementSibling;
  if (next?.className === 'ui-files') return next;
  const list = document.createElement('ul');
  list.className = 'ui-files';
  list.setAttribute('aria-label', '已选文件');
  input.after(list);
  return list;
}

function line(input, file, tooLarge) {
  const item = document.createElement('li');
  const name = document.createElement('span');
  name.textContent = `${file.name} · ${sizeText(file.size)}${tooLarge ? `，超过 ${input.dataset.maxMb} MB` : ''}`;
  if (tooLarge) item.dataset.tone = 'error';
  const remove = document.createElement('button');
  Object.assign(remove, { type: 'button', className: 'btn ui-quiet btn-sm', textContent: '移除' });
  remove.setAttribute('aria-label', `移除 ${file.name}`);
  remove.addEventListener('click', () => keep(input, (one) => one !== file));
  if (file.type.startsWith('image/')) item.append(picture(file));
  item.append(name, remove);
  return item;
}

function picture(file) {
  const image = document.createElement('img');
  image.alt = '';
  image.src = URL.createObjectURL(file);
  image.addEventListener('load', () => URL.revokeObjectURL(image.src), { once: true });
  return image;
}

function sizeText(bytes) {
  return bytes >= MB ? `${(bytes / MB).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;
}

function keep(input, wanted, more = []) {
  const box = new DataTransfer();
  for (const file of [...input.files].filter(wanted)) box.items.add(file);
  for (const file of more) box.items.add(file);
  input.files = box.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

/** A screenshot pasted anywhere in a form goes to its attachments. */
function takePasted(event) {
  const input = event.target.closest?.('form')?.querySelector('input[type=file][multiple]');
  const pictures = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith('image/'));
  if (!input || pictures.length === 0) return;
  event.preventDefault();
  const first = input.files.length + 1;
  const named = pictures.map((file, index) => {
    const kind = file.type.split('/')[1].replace('jpeg', 'jpg');
    return new File([file], `粘贴图片${first + index}.${kind}`, { type: file.type });
  });
  keep(input, () => true, named);
  document.querySelector('#announce')?.replaceChildren(`已加入 ${named.length} 张图片`);
}
