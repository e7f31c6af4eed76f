import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ruleFaults } from '../../src/notifications/rule-faults.ts';
import { presetByCode, presets } from '../../src/presets/index.ts';
import { outline } from '../../src/presets/outline.ts';
import type { CategoryNode, Preset } from '../../src/presets/types.ts';

const paths = (nodes: readonly CategoryNode[], prefix = ''): string[] =>
  nodes.flatMap(([name, children = []]) => [`${prefix}${name}`, ...paths(children, `${prefix}${name}/`)]);

const atLevel = (nodes: readonly CategoryNode[], level: number) =>
  paths(nodes).filter((path) => path.split('/').length === level);

/** Left open on purpose: a site's own numbers and address, and what holds for every kind, agency or category. */
const OPEN = new Set(['recipient', 'phone', 'category', 'kind', 'agency', 'address', 'publicAddress']);

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(texts);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    OPEN.has(name) && inner === '' ? [] : texts(inner),
  );
}

function assertUnique(values: readonly string[]) {
  assert.deepEqual(
    values.filter((value, index) => values.indexOf(value) !== index),
    [],
  );
}

const coded = (preset: Preset) => [
  preset.kinds,
  preset.rejectionReasons,
  preset.redoReasons,
  preset.questions,
  preset.channels,
  preset.instruments,
  preset.reminderRules,
  ...preset.questions.map((question) => question.options),
];

it('offers five presets, each with its own code and name', () => {
  assert.equal(presets.length, 5);
  assertUnique(presets.map((preset) => preset.code));
  assertUnique(presets.map((preset) => preset.name));
});

for (const preset of presets) {
  describe(`preset ${preset.code}`, () => {
    it('gives every code once in its list', () => {
      for (const list of coded(preset)) assertUnique(list.map((entry) => entry.code));
      assertUnique(preset.forbiddenPhrases);
      assertUnique(preset.phrases.map((phrase) => `${phrase.stage} ${phrase.title}`));
    });

    it('speaks calm and complete Chinese', () => {
      for (const text of texts(preset)) {
        assert.notEqual(text.trim(), '');
        assert.doesNotMatch(text, /[!！]/);
      }
      const shown = [
        ...preset.rejectionReasons.flatMap((reason) => [reason.name, reason.explanation, reason.guidance]),
        ...preset.phrases.map((phrase) => phrase.text),
        ...preset.questions.map((question) => question.text),
        ...paths(preset.categories),
      ];
      for (const text of shown) assert.match(text, /[\u4e00-\u9fff]/);
    });

    it('Q-F1: has rules of reminders that can be followed as they stand', () => {
      for (const rule of preset.reminderRules) assert.deepEqual(ruleFaults(rule), {}, rule.code);
    });

    it('has the four kinds it needs, with clocks that can be kept', () => {
      const codes = preset.kinds.map((kind) => kind.code);
      for (const code of ['consultation', 'complaint', 'suggestion', 'help']) assert.ok(codes.includes(code));
      for (const kind of preset.kinds) {
        assert.ok(kind.replyDays === 'same_day' || kind.replyDays > 0, kind.code);
        assert.equal(kind.contactable, kind.contactDays !== null, kind.code);
        assert.ok(kind.contactDays === null || kind.contactDays > 0, kind.code);
      }
    });

    it('has limits above nought, shorter where urgent', () => {
      for (const [name, limit] of Object.entries(preset.limits)) assert.ok(limit > 0, name);
    });

    it('has office hours for every day of the year', () => {
      assert.equal(preset.hours[0]?.from, '01-01');
      assert.equal(preset.hours.at(-1)?.to, '12-31');
      const dayAfter = (day: string) =>
        new Date(Date.parse(`2024-${day}`) + 86_400_000).toISOString().slice(5, 10);
      preset.hours.forEach((season, index) => {
        const next = preset.hours[index + 1];
        if (next) assert.equal(next.from, dayAfter(season.to));
        const times = season.sessions.flat();
        assert.deepEqual(times, times.toSorted());
      });
    });

    it('has trees of at most three levels without doubles', () => {
      for (const tree of [preset.categories, preset.areas]) {
        const all = paths(tree);
        assertUnique(all);
        assert.ok(all.length > 10);
        assert.ok(all.every((path) => path.split('/').length <= 3));
      }
    });

    it('has phrases for each stage and words never to be used', () => {
      assert.ok(preset.phrases.length >= 12);
      for (const stage of ['opening', 'during', 'closing', 'special_day']) {
        assert.ok(
          preset.phrases.some((phrase) => phrase.stage === stage),
          stage,
        );
      }
      assert.ok(preset.forbiddenPhrases.length >= 10);
    });

    it('asks call-back questions only about kinds it has', () => {
      const codes = new Set(preset.kinds.map((kind) => kind.code));
      for (const question of preset.questions) {
        assert.ok(question.options.length >= 2, question.code);
        assert.ok(
          (question.kinds ?? []).every((kind) => codes.has(kind)),
          question.code,
        );
      }
    });

    it("names whom to tell by posts, without anybody's number, for urgent cases, emergencies and upwards", () => {
      for (const group of ['urgent', 'emergency', 'upwards']) {
        assert.ok(
          preset.contacts.some((contact) => contact.group === group),
          group,
        );
      }
      assert.deepEqual(
        preset.contacts.filter(({ phone }) => phone !== ''),
        [],
      );
      assertUnique(preset.contacts.map(({ group, category, name }) => `${group} ${category} ${name}`));
    });

    it('draws call-backs and spot checks only for kinds it has, in percent', () => {
      const codes = new Set(preset.kinds.map((kind) => kind.code));
      for (const { kind, percent } of [...preset.callbackShares, ...preset.spotChecks]) {
        assert.ok(kind === '' || codes.has(kind), kind);
        assert.ok(percent >= 0 && percent <= 100);
      }
    });

    it('keeps a night without calls, and gives every order of supervision its days', () => {
      assert.notEqual(preset.quietHours.from, preset.quietHours.to);
      for (const { name, days } of preset.instruments) assert.ok(days > 0, name);
    });

    it('explains at least eight grounds for not accepting', () => {
      assert.ok(preset.rejectionReasons.length >= 8);
    });
  });
}

it('keeps the periods of the regulation for a county government', () => {
  const preset = presetByCode('government-12345');
  assert.deepEqual(
    preset?.kinds.map((kind) => [kind.code, kind.replyDays, kind.contactDays]),
    [
      ['consultation', 2, null],
      ['complaint', 10, 2],
      ['suggestion', 5, 2],
      ['help', 3, 1],
    ],
  );
});

it('gives a county government a tree wide enough to sort by', () => {
  const tree = presetByCode('government-12345')?.categories ?? [];
  assert.ok(tree.length >= 12);
  assert.ok(atLevel(tree, 2).length >= 60);
  assert.ok(atLevel(tree, 3).length >= 120);
});

it('gives the demonstration county twelve towns with three to five villages each', () => {
  const areas = presetByCode('government-12345')?.areas ?? [];
  assert.equal(areas.length, 12);
  for (const [name, villages = []] of areas) assert.ok(villages.length >= 3 && villages.length <= 5, name);
});

it('reads a tree from an outline', () => {
  assert.deepEqual(outline('甲\n  乙：丙 丁\n  戊\n己'), [
    ['甲', [['乙', [['丙'], ['丁']]], ['戊']]],
    ['己'],
  ]);
});
