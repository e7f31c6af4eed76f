import assert from 'node:assert/strict';
import { it } from 'node:test';
import { agencies } from '../../src/demo/texts/agencies.ts';
import { makeRequests } from '../../src/demo/texts/requests.ts';
import { staff } from '../../src/demo/texts/staff.ts';
import { templates } from '../../src/demo/texts/templates.ts';
import { government12345 } from '../../src/presets/government-12345.ts';
import type { CategoryNode } from '../../src/presets/types.ts';

const requests = makeRequests(300, 7);
const handled = requests.flatMap(({ course }) => (course.how === 'handled' ? [course] : []));
const topAgencies = agencies.filter((agency) => agency.parent === 'qingyuan').map((agency) => agency.code);

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(strings) : [];
}

function hasPath(nodes: readonly CategoryNode[], path: readonly string[]): boolean {
  const [first, ...rest] = path;
  const node = nodes.find(([name]) => name === first);
  return node !== undefined && (rest.length === 0 || hasPath(node[1] ?? [], rest));
}

function assertUnique(values: readonly unknown[]) {
  assert.deepEqual(
    values.filter((value, index) => values.indexOf(value) !== index),
    [],
  );
}

it('has agencies with codes and names of their own, each below one that exists', () => {
  assertUnique(agencies.map((agency) => agency.code));
  assertUnique(agencies.map((agency) => agency.name));
  assertUnique(agencies.map((agency) => agency.officePhone));
  const codes = new Set(agencies.map((agency) => agency.code));
  for (const { parent } of agencies) assert.ok(parent === null || codes.has(parent));
});

it('has a township agency for every town of the preset', () => {
  const names = agencies.filter((agency) => agency.kind === 'township').map((agency) => agency.shortName);
  assert.deepEqual(
    names,
    government12345.areas.map(([name]) => name),
  );
});

it('has people with log-ins, names, phones and operator numbers of their own', () => {
  assertUnique(staff.map((person) => person.login));
  assertUnique(staff.map((person) => person.name));
  assertUnique(staff.map((person) => person.phone));
  assertUnique(staff.flatMap((person) => person.operatorNo ?? []));
  for (const { phone } of staff) assert.match(phone, /^1390000\d{4}$/);
});

it('has someone to handle and someone to approve at every top-level agency', () => {
  for (const code of topAgencies) {
    const roles = staff.filter((person) => person.agency === code).flatMap((person) => person.roles);
    assert.ok(roles.includes('handler') && roles.includes('agency_leader'), code);
  }
});

it('has every post of the hotline filled', () => {
  const roles = staff.filter((person) => person.agency === null).flatMap((person) => person.roles);
  for (const [role, number] of [
    ['operator', 3],
    ['dispatcher', 2],
    ['callback_clerk', 2],
    ['supervisor', 1],
    ['inspector', 1],
    ['editor', 1],
    ['leader', 1],
    ['admin', 1],
    ['auditor', 1],
  ] as const) {
    assert.equal(roles.filter((each) => each === role).length, number, role);
  }
});

it('has at least sixty different requests to tell', () => {
  assert.ok(new Set(templates.map((template) => template.text)).size >= 60);
});

it('makes the same requests from the same seed and others from another', () => {
  assert.deepEqual(makeRequests(30, 5), makeRequests(30, 5));
  assert.notDeepEqual(makeRequests(30, 5), makeRequests(30, 6));
});

it('makes requests of categories and areas that the preset has', () => {
  const kinds = new Set(government12345.kinds.map((kind) => kind.code));
  const channels = new Set(government12345.channels.map((channel) => channel.code));
  for (const request of requests) {
    assert.equal(request.category.length, 3);
    assert.ok(hasPath(government12345.categories, request.category), request.category.join('/'));
    assert.ok(hasPath(government12345.areas, request.area), request.area.join('/'));
    assert.ok(kinds.has(request.kind) && channels.has(request.channel));
  }
});

it('sends requests to agencies that exist, each agency once', () => {
  for (const { lead, section, assists } of handled) {
    const involved = [lead, ...assists.map((assist) => assist.agency)];
    assert.ok(
      involved.every((code) => topAgencies.includes(code)),
      involved.join(),
    );
    assertUnique(involved);
    if (section !== null) assert.equal(agencies.find((agency) => agency.code === section)?.parent, lead);
  }
});

it('rejects and redoes for reasons that the preset knows', () => {
  const rejections = new Set(government12345.rejectionReasons.map((reason) => reason.code));
  const redos = new Set(government12345.redoReasons.map((reason) => reason.code));
  for (const { course } of requests) if (course.how === 'rejected') assert.ok(rejections.has(course.reason));
  for (const { unhappy } of handled) if (unhappy) assert.ok(redos.has(unhappy.redoReason));
});

it('leaves no slot open, no text empty and no voice raised', () => {
  for (const text of requests.flatMap(strings)) {
    assert.doesNotMatch(text, /[{}|!！]|undefined|。。|，。/);
    assert.notEqual(text.trim(), '');
  }
});

it('tells each request in eighty to two hundred and fifty characters', () => {
  for (const { text } of requests)
    assert.ok(text.length >= 80 && text.length <= 250, `${text.length} ${text}`);
});

it('makes three hundred requests that do not look copied', () => {
  const alone = requests.filter((request) => request.repeatOf === null);
  assertUnique(alone.map((request) => request.text));
  assert.ok(new Set(alone.map((request) => request.headline)).size > alone.length * 0.65);
});

it('tells some events twice, by people of the same place', () => {
  const repeats = requests.filter((request) => request.repeatOf !== null);
  assert.ok(repeats.length >= 10);
  for (const { repeatOf, area, category } of repeats) {
    const first = requests[repeatOf ?? -1];
    assert.deepEqual([first?.area, first?.category, first?.repeatOf], [area, category, null]);
  }
});

it('gives contact notes where a contact is due (Q-D4), and none to consultations, anonymous and confidential requests', () => {
  for (const { kind, anonymous, confidential, course } of requests) {
    if (course.how !== 'handled') continue;
    assert.equal(course.contact === null, kind === 'consultation' || anonymous || confidential);
  }
});

it('shows every course a request may take', () => {
  for (const how of ['answered', 'rejected', 'handled'])
    assert.ok(requests.some(({ course }) => course.how === how));
  for (const flag of ['urgent', 'emergency', 'confidential', 'anonymous'] as const) {
    assert.ok(
      requests.some((request) => request[flag]),
      flag,
    );
  }
  assert.ok(handled.filter((course) => course.unhappy).length >= 10);
  assert.equal(new Set(handled.map((course) => course.conclusion)).size, 4);
});
