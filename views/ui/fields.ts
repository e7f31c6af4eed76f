import { hiddenField } from './buttons.ts';
import { type Attributes, attributes, type Content, classes, type Html, html } from './html.ts';
import { icon } from './icons.ts';

export type Widget =
  | 'text'
  | 'textarea'
  | 'select'
  | 'radio'
  | 'checkbox'
  | 'datetime'
  | 'date'
  | 'time'
  | 'month'
  | 'tel'
  | 'email'
  | 'url'
  | 'password'
  | 'number'
  | 'search'
  | 'file'
  | 'picker'
  | 'multipicker'
  | 'hidden';

export interface Option {
  value: string;
  text: string;
  /** What else finds it in a picker: pinyin and initials, space separated ("zhujianju zjj"). */
  keys?: string | undefined;
  /** A path or a remark beside it: "县政府 › 住建局". */
  hint?: string | undefined;
  disabled?: boolean | undefined;
}

export interface FieldProps {
  name: string;
  label: string;
  widget: Widget;
  /** Of one value; datetime is 'YYYY-MM-DDTHH:mm', date 'YYYY-MM-DD', a lone checkbox the value it sends. */
  value?: string | number | null | undefined;
  /** Chosen values of multipicker and of a checkbox list. */
  values?: readonly string[] | undefined;
  /** A lone checkbox (no options) is ticked. */
  checked?: boolean | undefined;
  /** Html: ready-made <option> elements (select and pickers only). */
  options?: readonly Option[] | Html | undefined;
  /** First, empty choice of select and picker; left out when null. */
  placeholder?: string | null | undefined;
  required?: boolean | undefined;
  disabled?: boolean | undefined;
  help?: Content | null | undefined;
  error?: string | null | undefined;
  rows?: number | undefined;
  autocomplete?: string | undefined;
  maxlength?: number | undefined;
  min?: string | number | undefined;
  max?: string | number | undefined;
  step?: string | number | undefined;
  inputmode?: string | undefined;
  /** File: accepted types, several files, size limit in MB that files.js checks before sending. */
  accept?: string | undefined;
  multiple?: boolean | undefined;
  maxMb?: number | undefined;
  /** Prefix of the element ids where two forms on a page share names. */
  idPrefix?: string | undefined;
  /** Label to the left in a filter bar, label for screen readers only in a table. */
  layout?: 'stacked' | 'inline' | 'bare' | undefined;
  /** Further attributes of the control itself (hx-*, data-*). */
  attrs?: Attributes | undefined;
}

const INPUT_TYPES: Partial<Record<Widget, string>> = { datetime: 'datetime-local' };

/** The id of a field's control; errorSummary links to it. */
export function fieldId(name: string, idPrefix = 'f'): string {
  return `${idPrefix}-${name.replace(/[^\w-]+/g, '-')}`;
}

/** Label above, control, then help and error, tied together for screen readers. */
export function field(props: FieldProps): Html {
  if (props.widget === 'hidden') return hiddenField(props.name, String(props.value ?? ''));
  if (isGroup(props)) return group(props);
  if (props.widget === 'checkbox') return loneCheckbox(props);
  const id = fieldId(props.name, props.idPrefix);
  return html`<div class="${wrapperClass(props)}"><label class="form-label" for="${id}">${labelText(props)}</label>${control(props, id)}${below(props, id)}</div>`;
}

function isGroup(props: FieldProps): boolean {
  return props.widget === 'radio' || (props.widget === 'checkbox' && Array.isArray(props.options));
}

function wrapperClass(props: FieldProps): string {
  return classes(
    'ui-field',
    props.layout === 'inline' && 'ui-field-inline',
    props.layout === 'bare' && 'ui-field-bare',
    props.error && 'ui-field-invalid',
  );
}

function labelText(props: FieldProps): Html {
  return html`${props.label}${props.required ? html`<span class="ui-required">必填</span>` : ''}`;
}

/** Attributes that every control shares. */
function common(props: FieldProps, id: string): Attributes {
  const described = [props.help ? `${id}-help` : '', props.error ? `${id}-error` : ''].filter(Boolean);
  return {
    id,
    name: props.name,
    required: props.required,
    disabled: props.disabled,
    'aria-invalid': props.error ? 'true' : null,
    'aria-describedby': described.join(' ') || null,
  };
}

function control(props: FieldProps, id: string): Html {
  switch (props.widget) {
    case 'textarea':
      return textarea(props, id);
    case 'select':
    case 'picker':
    case 'multipicker':
      return select(props, id);
    default:
      return input(props, id);
  }
}

function input(props: FieldProps, id: string): Html {
  const secretOrFile = props.widget === 'password' || props.widget === 'file';
  const own = attributes({
    class: classes('form-control', props.error && 'is-invalid'),
    type: INPUT_TYPES[props.widget] ?? props.widget,
    ...common(props, id),
    // A password is never written back into a page.
    value: secretOrFile ? null : props.value,
    placeholder: props.placeholder,
    autocomplete: props.autocomplete,
    maxlength: props.maxlength,
    min: props.min,
    max: props.max,
    step: props.step,
    inputmode: props.inputmode,
    accept: props.accept,
    multiple: props.multiple,
    'data-max-mb': props.maxMb,
    ...props.attrs,
  });
  return html`<input ${own}>`;
}

function textarea(props: FieldProps, id: string): Html {
  const own = attributes({
    class: classes('form-control', props.error && 'is-invalid'),
    rows: props.rows ?? 4,
    ...common(props, id),
    placeholder: props.placeholder,
    autocomplete: props.autocomplete,
    maxlength: props.maxlength,
    ...props.attrs,
  });
  // The parser drops one line break right after <textarea>, so one is written for it.
  return html`<textarea ${own}>
${props.value ?? ''}</textarea>`;
}

function select(props: FieldProps, id: string): Html {
  const several = props.widget === 'multipicker';
  const own = attributes({
    class: classes('form-select', props.error && 'is-invalid'),
    ...common(props, id),
    multiple: several,
    autocomplete: props.autocomplete,
    'data-picker': props.widget === 'select' ? null : several ? 'several' : 'one',
    ...props.attrs,
  });
  const chosen = new Set(several ? (props.values ?? []) : [String(props.value ?? '')]);
  const list = isOptions(props.options) ? optionTags(props.options, chosen) : (props.options ?? '');
  const first =
    several || props.placeholder === null
      ? ''
      : html`<option value="">${props.placeholder ?? '请选择'}</option>`;
  return html`<select ${own}>${first}${list}</select>`;
}

/** `<option>` elements, for lists that are rendered once and used in many fields. */
export function optionTags(options: readonly Option[], chosen: ReadonlySet<string> = new Set()): Html {
  const tags = options.map((option) => {
    const own = attributes({
      value: option.value,
      selected: chosen.has(option.value),
      disabled: option.disabled,
      'data-keys': option.keys,
      'data-hint': option.hint,
    });
    return html`<option ${own}>${option.text}</option>`;
  });
  return html`${tags}`;
}

function isOptions(options: FieldProps['options']): options is readonly Option[] {
  return Array.isArray(options);
}

function group(props: FieldProps): Html {
  const id = fieldId(props.name, props.idPrefix);
  const own = attributes({
    class: classes(wrapperClass(props), 'ui-group'),
    id,
    tabindex: '-1',
    'aria-describedby': common(props, id)['aria-describedby'],
    role: props.widget === 'radio' ? 'radiogroup' : null,
    'aria-invalid': props.widget === 'radio' && props.error ? 'true' : null,
    'aria-required': props.widget === 'radio' && props.required ? 'true' : null,
  });
  const choices = (isOptions(props.options) ? props.options : []).map((option, index) =>
    choice(props, option, `${id}-${index}`),
  );
  return html`<fieldset ${own}><legend class="form-label">${labelText(props)}</legend><div class="ui-choices">${choices}</div>${below(props, id)}</fieldset>`;
}

function choice(props: FieldProps, option: Option, id: string): Html {
  const radio = props.widget === 'radio';
  const own = attributes({
    class: 'form-check-input',
    type: props.widget,
    id,
    name: props.name,
    value: option.value,
    checked: radio
      ? props.value !== null && props.value !== undefined && String(props.value) === option.value
      : props.values?.includes(option.value),
    required: radio && props.required,
    disabled: option.disabled || props.disabled,
    ...props.attrs,
  });
  const hint = option.hint ? html`<span class="ui-choice-hint">${option.hint}</span>` : '';
  return html`<label class="ui-choice" for="${id}"><input ${own}><span>${option.text}${hint}</span></label>`;
}

function loneCheckbox(props: FieldProps): Html {
  const id = fieldId(props.name, props.idPrefix);
  const own = attributes({
    class: 'form-check-input',
    type: 'checkbox',
    ...common(props, id),
    value: props.value ?? '1',
    checked: props.checked,
    ...props.attrs,
  });
  return html`<div class="${wrapperClass(props)}"><label class="ui-choice" for="${id}"><input ${own}><span>${labelText(props)}</span></label>${below(props, id)}</div>`;
}

function below(props: FieldProps, id: string): Html {
  const help = props.help ? html`<div class="form-hint" id="${id}-help">${props.help}</div>` : '';
  const error = props.error
    ? html`<div class="ui-error" id="${id}-error">${icon('alert')}<span>${props.error}</span></div>`
    : '';
  return html`${help}${error}`;
}
