import { type Attributes, attributes, classes, type Html, html } from './html.ts';
import { type IconName, icon } from './icons.ts';
import { keyHint } from './words.ts';

export type ButtonTone = 'primary' | 'default' | 'danger' | 'quiet';

const BUTTON_CLASSES: Record<ButtonTone, string> = {
  primary: 'btn btn-primary',
  default: 'btn',
  danger: 'btn ui-danger',
  quiet: 'btn ui-quiet',
};

interface ButtonLook {
  text: string;
  tone?: ButtonTone | undefined;
  /** Keyboard shortcut, shown on the button and pressed by keys.js: "F8", "Ctrl+Enter". */
  key?: string | null | undefined;
  icon?: IconName | undefined;
  small?: boolean | undefined;
  attrs?: Attributes | undefined;
}

export interface ButtonProps extends ButtonLook {
  name?: string | undefined;
  value?: string | undefined;
  /** Asked in a dialog before the form is sent. Without JavaScript the form is sent at once. */
  confirm?: string | undefined;
  /** Sends the form elsewhere than its own action. */
  formaction?: string | undefined;
  disabled?: boolean | undefined;
  /** Sends the form without checking required fields: for 存草稿, 返回. */
  novalidate?: boolean | undefined;
}

/** A button that sends its form. Text is a verb: 派单, 签收, 提交答复. */
export function submitButton(props: ButtonProps): Html {
  const own = attributes({
    class: buttonClass(props),
    name: props.name,
    value: props.value,
    formaction: props.formaction,
    formnovalidate: props.novalidate,
    disabled: props.disabled,
    'data-confirm': props.confirm,
    ...keyAttributes(props.key),
    ...props.attrs,
  });
  return html`<button type="submit" ${own}>${inner(props)}</button>`;
}

/** A link that looks like a button: it opens a page or a form, it changes nothing. */
export function linkButton(props: ButtonLook & { href: string }): Html {
  const own = attributes({
    class: buttonClass(props),
    href: props.href,
    ...keyAttributes(props.key),
    ...props.attrs,
  });
  return html`<a ${own}>${inner(props)}</a>`;
}

/** A button for the browser's own comforts (copy, add a row). It does nothing without JavaScript, so it is hidden then. */
export function scriptButton(props: ButtonLook): Html {
  const own = attributes({
    class: classes(buttonClass(props), 'ui-needs-js'),
    ...keyAttributes(props.key),
    ...props.attrs,
  });
  return html`<button type="button" ${own}>${inner(props)}</button>`;
}

/** Copies a text (a case number, a phone number) to the clipboard. */
export function copyButton(text: string, label = '复制'): Html {
  return scriptButton({
    text: label,
    icon: 'copy',
    tone: 'quiet',
    small: true,
    attrs: { 'data-copy': text },
  });
}

/** A button with its own small form: one POST, nothing to fill in. */
export function postButton(
  props: ButtonProps & {
    action: string;
    csrf: string;
    fields?: Readonly<Record<string, string>> | undefined;
  },
): Html {
  const hidden = Object.entries(props.fields ?? {}).map(([name, value]) => hiddenField(name, value));
  return html`<form class="ui-inline-form" method="post" action="${props.action}">${csrfField(props.csrf)}${hidden}${submitButton(props)}</form>`;
}

/** The session's token: every POST form carries it. */
export function csrfField(token: string): Html {
  return hiddenField('csrf', token);
}

export function hiddenField(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}

function buttonClass(props: ButtonLook): string {
  return classes(BUTTON_CLASSES[props.tone ?? 'default'], props.small && 'btn-sm');
}

/** Attributes that let keys.js press an element and that announce its key. */
export function keyAttributes(key: string | null | undefined): Attributes {
  return key ? { 'data-key': key, 'aria-keyshortcuts': key.replace('Ctrl', 'Control') } : {};
}

function inner(props: ButtonLook): Html {
  return html`${props.icon ? icon(props.icon) : ''}<span>${props.text}</span>${keyHint(props.key)}`;
}
