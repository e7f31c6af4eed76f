import { agencies, type DemoAgency } from './agencies.ts';
import { fill, type Slots } from './fill.ts';
import { assistOpinion, redoOpening, replyOpening, replyText } from './phrasing.ts';
import type { Random } from './random.ts';
import type { Conclusion, HandledTemplate, Unhappy } from './template.ts';
import type { Template } from './templates.ts';

/** What becomes of a request; `section` is the bureau's section that handles, `unhappy` leads to a redo. */
export type Course =
  | { how: 'answered'; answer: string }
  | { how: 'rejected'; reason: string }
  | {
      how: 'handled';
      lead: string;
      section: string | null;
      assists: readonly { agency: string; opinion: string }[];
      contact: string | null;
      handling: string;
      publicReply: string;
      conclusion: Conclusion;
      unhappy: Unhappy | null;
    };

/** The course a template prescribes, for a request from this town. */
export function courseOf(template: Template, town: string, slots: Slots, random: Random): Course {
  if ('lead' in template) return handledCourse(template, town, slots, random);
  if ('answer' in template) return { how: 'answered', answer: fill(template.answer, slots, random) };
  return { how: 'rejected', reason: template.reason };
}

function handledCourse(template: HandledTemplate, town: string, slots: Slots, random: Random): Course {
  const named = agencyFor(template.lead, town);
  const lead = bureauOf(named);
  const say = (text: string) => fill(text, slots, random);
  const publish = (opening: string, text: string) => replyText(opening, say(text), lead, random);
  const { unhappy, assists = [], contact, conclusion = 'solved' } = template;
  return {
    how: 'handled',
    lead: lead.code,
    section: named === lead ? null : named.code,
    assists: assists.map((code) => ({
      agency: bureauOf(agencyFor(code, town)).code,
      opinion: assistOpinion(random),
    })),
    contact: contact === null ? null : say(contact),
    handling: say(template.handling),
    publicReply: publish(replyOpening(template.kind), template.reply),
    conclusion,
    unhappy:
      unhappy && random() < 0.6
        ? {
            ...unhappy,
            said: say(unhappy.said),
            handling: say(unhappy.handling),
            reply: publish(redoOpening, unhappy.reply),
          }
        : null,
  };
}

function agencyFor(code: string, town: string): DemoAgency {
  const found = agencies.find((each) => (code === 'township' ? each.shortName === town : each.code === code));
  if (!found) throw new Error(`no agency ${code} for ${town}`);
  return found;
}

/** Cases are dispatched to bureaus; a section is named by its bureau on signing (Q-C2). */
function bureauOf(agency: DemoAgency): DemoAgency {
  return agency.kind === 'section' && agency.parent !== null ? agencyFor(agency.parent, '') : agency;
}
