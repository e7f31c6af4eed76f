import { attributes, fieldId, type Html, html, icon } from '../ui/index.ts';

export type RoleChoice = { value: string; text: string; does: string };
export type RoleGroup = { title: string; roles: readonly RoleChoice[] };

/** The roles as boxes in aligned columns, by side, each with what it does. */
export function rolesField(props: {
  groups: readonly RoleGroup[];
  chosen: readonly string[];
  error: string | undefined;
}): Html {
  const id = fieldId('roles');
  const described = props.error ? `${id}-help ${id}-error` : `${id}-help`;
  const own = attributes({ class: 'ui-field ui-group', id, tabindex: '-1', 'aria-describedby': described });
  const groups = props.groups.map((group) => roleGroup(group, props.chosen));
  const error = props.error
    ? html`<div class="ui-error" id="${id}-error">${icon('alert')}<span>${props.error}</span></div>`
    : '';
  return html`<fieldset ${own}><legend class="form-label">岗位<span class="ui-required">必填</span></legend><div class="form-hint" id="${id}-help">可兼任多个业务岗位；系统管理员、审计员须由专人担任，不能兼任其他岗位。</div>${error}${groups}</fieldset>`;
}

function roleGroup(group: RoleGroup, chosen: readonly string[]): Html {
  const boxes = group.roles.map(({ value, text, does }) => {
    const id = `${fieldId('roles')}-${value}`;
    const own = attributes({
      class: 'form-check-input',
      type: 'checkbox',
      id,
      name: 'roles',
      value,
      checked: chosen.includes(value),
    });
    return html`<div class="col"><label class="ui-choice" for="${id}"><input ${own}><span>${text}<span class="ui-choice-hint">${does}</span></span></label></div>`;
  });
  return html`<p class="ui-muted mb-1 mt-2">${group.title}</p><div class="row row-cols-1 row-cols-md-2 row-cols-xl-3 g-1">${boxes}</div>`;
}
