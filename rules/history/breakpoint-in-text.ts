import { rule } from '#rule';
import type { CutText } from '#rule';

export default rule({
  id: 'history/breakpoint-in-text',
  title: 'Keep breakpoints between statements',
  why: 'Drizzle’s migrators cut a migration at every --> statement-breakpoint, wherever it stands, and send each part alone: one half of a function body or of a comment is no SQL, and the migration fails.',
  instead: 'Take the breakpoint out: within a body and a string it does nothing, and statements in a comment need none.',
  level: 'error',
  silent: [
    'A breakpoint behind -- on a line, which no text is cut by.',
    'A text that is not closed anywhere: sql/unparsable tells of it.',
  ],
  examples: [
    { bad: `create function touch() returns trigger language plpgsql as $$ begin
  new.updated_at = now();
  --> statement-breakpoint
  return new;
end $$;` },
    { bad: "comment on schema public is 'What stands behind --> statement-breakpoint is another query.';" },
    { bad: `/*
create table author (id integer primary key);--> statement-breakpoint
create table book (id integer primary key);
*/` },
    { good: 'create table author (id integer primary key);\n--> statement-breakpoint\ncreate table book (id integer primary key);' },
    { good: '-- one statement --> statement-breakpoint\ncreate table author (id integer primary key);' },
    { good: "comment on schema public is 'one;\n--> statement-breakpoint\nselect 2;" },
  ],
  check: {
    history(_, { judged }) {
      return judged.flatMap(({ sql }) => (sql?.cutTexts ?? []).map(({ origin, kind }) => ({
        at: origin,
        text: `Drizzle cuts the migration here, in the middle of ${names[kind]}: its migrator sends one half, which Postgres refuses.`,
      })));
    },
  },
});

const names: Readonly<Record<CutText['kind'], string>> = { body: 'a dollar-quoted body', string: 'a string', name: 'a quoted name', comment: 'a comment' };
