import { rule } from '#rule';
import type { BreakingNote } from '#rule';

const given = 'create table dataset (id integer primary key, title text, licence text);';

export default rule({
  id: 'breaking/undocumented',
  title: 'Document a breaking change where it happens',
  why: 'Code that is still running, and people who read the database, find the old name gone or the old value refused.',
  instead: 'Lead the statement with a note of both parts: `-- breaking: <who breaks>; <what they do>`.',
  level: 'error',
  silent: [
    'An object that the same deploy creates.',
    'Temporary tables; indexes and constraints, which no query names.',
    'What the first migration of the history makes.',
  ],
  examples: [
    { given, bad: 'alter table dataset drop column licence;' },
    { given, good: '-- breaking: exports before 2.3; read licence_id instead\nalter table dataset drop column licence;' },
    { given, bad: '-- breaking: exports before 2.3\nalter table dataset drop column licence;' },
    { given, bad: '-- breaking: <who breaks>; <what they do>\nalter table dataset drop column licence;' },
    { given, bad: 'alter table dataset rename column title to name;' },
    { given, bad: 'alter table dataset alter column title set not null;' },
    { given, bad: 'alter table dataset alter column title type varchar(20);' },
    { given, good: 'alter table dataset add column note text; alter table dataset drop column note;' },
  ],
  check: {
    change(change, { breaking, statement }) {
      const lack = lacking(statement.breaking);
      const found = lack === null ? null : breaking();
      if (lack === null || found === null) return;
      return { at: change.origin, text: `${capitalised(found.what)}, and ${lack}.` };
    },
  },
});

function lacking(note: BreakingNote | null): string | null {
  if (note === null) return 'no note says so';
  if (isBlank(note.who)) return 'its note does not say who breaks';
  if (isBlank(note.remedy)) return 'its note does not say what they do';
  return null;
}

/** Nothing, or the words of the advice copied as they stand. */
function isBlank(part: string): boolean {
  return part === '' || /^<.*>$/.test(part);
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
