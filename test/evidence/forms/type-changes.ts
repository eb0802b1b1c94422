import { plain, type Form } from './form.ts';

/** Changes of the type of `lend`'s or `book`'s columns: `column: type …`. */
const of = (table: string, ...changes: readonly string[]): readonly Form[] =>
  plain(...changes.map((change) => {
    const [column = '', ...type] = change.split(': ');
    return `alter table ${table} alter column ${column} type ${type.join(': ')}`;
  }));

/** The same where the session's clock is set first. */
const at = (timeZone: string, table: string, ...changes: readonly string[]): readonly Form[] =>
  of(table, ...changes).map(({ sql }) => ({ sql: `set local timezone = '${timeZone}'; ${sql}` }));

export const typeChanges: readonly Form[] = [
  // texts
  ...of('lend', 'place: varchar(20)', 'place: varchar(50)', 'place: varchar', 'place: text', 'place: varchar(5)', 'place: char(20)', 'place: bpchar',
    'place: varchar(2)', 'place: varchar(2) using place::varchar(2)', 'place: varchar(50) collate "C"', 'place: text collate "C"', 'place: varchar(20) collate "C"',
    'place: text using place::text', 'place: text using place', 'place: varchar(50) using place::varchar(50)', 'place: varchar(50) using place::text',
    'place: varchar(50) using place::text::varchar(50)', 'place: varchar(50) using (place)::varchar(50)', 'place: text using upper(place)', 'place: text using trim(place)',
    'place: varchar(50) using cast(place as varchar(50))', 'place: text using place || \'\'', 'place: text using \'x\'', 'place: text using note', 'place: name', 'place: bytea using place::bytea',
    'note: varchar', 'note: varchar(50)', 'note: varchar(2)', 'note: text', 'note: text collate "C"', 'note: char(5)', 'note: bpchar', 'note: int', 'note: int using note::int',
    'note: int using length(note)', 'note: xml using note::xml', 'note: uuid', 'note: uuid using note::uuid', 'note: jsonb', 'note: jsonb using to_jsonb(note)', 'note: json using note::json',
    'note: boolean', 'note: timestamp', 'note: date using note::date', 'note: numeric', 'note: isbn', 'note: must_text', 'note: named', 'note: "char"', 'note: text[]', 'note: text[] using array[note]',
    'fixed: varchar(5)', 'fixed: char(10)', 'fixed: char(5)', 'fixed: text', 'fixed: bpchar', 'fixed: varchar', 'fixed: char(3)'),
  ...of('book', 'unbound: varchar(10)', 'unbound: text', 'bare: text', 'bare: char(5)', 'bare: varchar', 'defaulted: varchar(20)', 'defaulted: int using 1', 'doc: text', 'plain: varchar(20)', 'plain: varchar', 'plain: mood using plain::mood', 'plain: mood'),
  // numbers
  ...of('lend', 'number: bigint', 'number: int', 'number: smallint', 'number: numeric', 'number: numeric(10,2)', 'number: text', 'number: varchar(3)', 'number: varchar(1)', 'number: real', 'number: double precision',
    'number: oid', 'number: boolean', 'number: boolean using number::boolean', 'number: boolean using number <> 0', 'number: regclass', 'number: money', 'number: bigint using number::bigint', 'number: bigint using number * 2', 'number: timestamp using to_timestamp(number)', 'number: positive', 'number: score', 'number: uuid',
    'big: int', 'big: numeric', 'big: smallint', 'big: text', 'small: int', 'small: bigint', 'ratio: double precision', 'ratio: numeric', 'ratio: int', 'amount: numeric(12, 2)', 'amount: numeric', 'amount: numeric(12,4)',
    'amount: numeric(10, 2)', 'amount: numeric(8, 2)', 'amount: numeric(10, 1)', 'amount: numeric(2, 2)', 'amount: numeric(12)', 'amount: int', 'amount: double precision', 'amount: money', 'amount: text', 'reader_id: bigint', 'id: bigint', 'id: text', 'id: int', 'number: "char"'),
  ...of('book', 'big: oid', 'ob: int', 'ob: bigint', 'cents: numeric(10,2) using cents::numeric(10,2)', 'cents: numeric(10,2) using cents::numeric', 'cash: numeric', 'ratio: real', 'ratio: numeric', 'num: bigint', 'num: oid', 'auto: bigint', 'ident: bigint', 'ident: text', 'counting: bigint', 'counting: text', 'counting: boolean using counting <> 0'),
  // times
  ...of('lend', 'seen: timestamp(3)', 'seen: timestamp(6)', 'seen: date', 'seen: text', 'seen: time', 'seen3: timestamp(6)', 'seen3: timestamp', 'seen3: timestamp(2)', 'seen3: timestamp(4)', 'told: timestamptz(3)', 'told: timestamptz(6)', 'told: date',
    'at: time(6)', 'at: time', 'at: time(2)', 'at: timetz', 'at: interval', 'span: interval(3)', 'span: interval(6)', 'span: interval day to second', 'span: interval day', 'span: interval second', 'span: interval second(6)', 'span: time', 'span: text', 'seen: bigint', 'seen: bigint using extract(epoch from seen)::bigint',
    'told: timestamp using told at time zone \'UTC\'', 'seen: timestamptz using seen at time zone \'UTC\''),
  ...of('book', 'at: timetz(6)', 'at: timetz', 'at: time', 'day: timestamp', 'day: timestamptz', 'day: text', 'span3: interval', 'span3: interval(2)', 'span3: interval(5)', 'days: interval', 'days: interval hour', 'days: interval day to second', 'days: interval day to hour', 'moment3: timestamptz', 'moment3: timestamptz(2)', 'moment3: timestamptz(5)'),
  ...at('UTC', 'lend', 'seen: timestamptz', 'told: timestamp', 'seen3: timestamptz', 'seen3: timestamptz(3)', 'seen3: timestamptz(6)', 'seen: timestamptz(6)', 'seen: timestamptz using seen::timestamptz', 'seen: timestamptz using seen at time zone \'UTC\'', 'told: timestamp using told at time zone \'UTC\'', 'seen: timestamptz(3)', 'told: timestamp(3)'),
  ...at('UTC', 'book', 'moment: timestamp', 'stamp: timestamptz'),
  ...at('UTC', 'hist', 'noted: timestamptz'),
  ...at('Europe/Paris', 'lend', 'seen: timestamptz', 'told: timestamp', 'seen: timestamp(6)', 'seen: timestamptz using seen at time zone \'UTC\''),
  ...at('Europe/Paris', 'book', 'moment: timestamp', 'day: timestamptz'),
  { sql: 'set local timezone = \'Etc/UTC\'; alter table lend alter column seen type timestamptz' },
  { sql: 'set local time zone \'UTC\'; alter table lend alter column seen type timestamptz' },
  { sql: 'set local timezone = \'GMT\'; alter table lend alter column seen type timestamptz' },
  { sql: 'set local time zone 0; alter table lend alter column seen type timestamptz' },
  { sql: 'set local timezone = \'Europe/Paris\'; set local timezone = \'UTC\'; alter table lend alter column seen type timestamptz' },
  { sql: 'set local timezone = \'UTC\'; set local timezone = \'Europe/Paris\'; alter table lend alter column seen type timestamptz' },
  // the others
  ...of('lend', 'bits: varbit(9)', 'bits: varbit', 'bits: varbit(2)', 'bits: bit(5)', 'net: inet', 'net: text', 'net: cidr', 'body: jsonb', 'body: text', 'body: jsonb using body::jsonb', 'bodyb: json', 'bodyb: text', 'ok: text', 'ok: int', 'ok: int using ok::int', 'ok: int using case when ok then 1 else 0 end',
    'tags: text[]', 'tags: varchar(9)[]', 'tags: varchar(5)[]', 'tags: varchar[]', 'tags: text', 'tags: text using tags[1]', 'tags: jsonb using to_jsonb(tags)', 'numbers: bigint[]', 'numbers: int[]', 'numbers: text[]', 'numbers: oid[]',
    'feeling: text', 'feeling: varchar(10)', 'feeling: varchar(2)', 'feeling: mood', 'feeling: mood using feeling::text::mood', 'feeling: int', 'feeling: moody', 'feeling: text using feeling::text', 'plain_key: text', 'plain_key: varchar(30)', 'plain_key: must_text', 'plain_key: small_isbn', 'plain_key: isbn', 'nothing: text', 'ctid: text'),
  ...of('book', 'bit8: varbit', 'bit8: varbit(8)', 'bit8: bit(8)', 'bit8: bit(4)', 'vb: bit(8)', 'vb: varbit(3)', 'addr: cidr', 'addr: text', 'addr: inet', 'mac: macaddr8', 'u: text', 'u: varchar(36)', 'u: uuid', 'raw: text', 'flag: text', 'wide_words: text[]', 'wide_words: varchar[]', 'wide_words: varchar(20)[]', 'feelings: text[]', 'feelings: mood[]', 'feeling: text', 'feeling: varchar(20)', 'chosen: text', 'chosen: mood',
    'named: text', 'named: varchar(20)', 'named: varchar(30)', 'named: named', 'named: varchar', 'yes: int', 'yes: bigint', 'yes: score', 'yes: deep_positive', 'num: positive', 'num: plain_score'),
  // what depends on the column
  ...of('book', 'code: varchar(20)', 'code: text', 'code: varchar(5)', 'code: varchar(20) collate "C"', 'lowered: varchar(20)', 'lowered: text', 'lowered: varchar(5)', 'part: varchar(20)', 'part: text', 'part: varchar(5)', 'listed: varchar(20)', 'listed: text', 'listed: varchar(20) collate "C"', 'patterned: varchar(20)', 'patterned: text', 'hashed: varchar(20)', 'hashed: text',
    'included: varchar(20)', 'included: text', 'mixed: varchar(20)', 'mixed: text', 'mixed: varchar(3)', 'base: varchar(20)', 'base: text', 'guarded: varchar(20)', 'guarded: text', 'guarded: varchar(5)', 'unguarded: varchar(20)', 'unguarded: text', 'ruled: varchar(20)', 'watched: varchar(20)', 'conditioned: varchar(20)', 'viewed: varchar(20)', 'viewed: text', 'viewed: varchar(10)', 'counted: varchar(20)', 'reader_code: varchar', 'reader_code: varchar(20)',
    'words: text[]', 'during: text', 'must: varchar', 'must: varchar(20)', 'total: bigint'),
  ...of('reader', 'code: varchar', 'code: varchar(20)', 'id: bigint', 'id: oid', 'name: varchar(200)', 'email: varchar(120)', 'email: text'),
  ...of('kept', 'book_code: varchar(20)', 'book_code: text', 'book_code: varchar(5)', 'loose: varchar(20)', 'loose: varchar(5)', 'reader_id: int', 'reader_id: bigint', 'reader_id: text'),
  ...of('hist', 'word: varchar(20)', 'word: text', 'word: varchar(5)', 'n: bigint', 'id: bigint', 'n: text'),
  ...of('hist_1', 'word: varchar(20)', 'n: bigint'),
  ...of('rowed', 'word: varchar(20)', 'word: text'),
  ...of('scored', 'score: int', 'score: bigint', 'deep: positive', 'label: varchar(20)', 'label: text', 'word: isbn', 'flat: isbn', 'flat: text', 'later: int', 'free: int', 'moodiness: mood'),
  ...of('lend_count', 'n: int'),
  ...plain(
    'alter table lend alter column place type varchar(50), alter column number type bigint',
    'alter table lend alter column place type varchar(50), alter column note type varchar',
    'alter table lend alter column place type varchar(50), alter column must drop not null',
    'alter table lend alter column place type varchar(50), add column x uuid default gen_random_uuid()',
    'alter table lend alter column number drop default, alter column number type bigint, alter column number set default 5',
    'alter table book alter column feeling drop default, alter column feeling type text, alter column feeling set default \'calm\'',
    'alter table book alter column feeling set data type text; alter table book alter column feeling set default \'calm\'::text; alter table book alter column feeling drop default; alter table book alter column feeling set data type mood using feeling::mood; alter table book alter column feeling set default \'calm\'::mood',
    'alter table lend alter column feeling set data type text; alter table book alter column feeling drop default; alter table book alter column feeling set data type text; alter table book alter column chosen set data type text; alter table book alter column feelings set data type text; alter domain moody drop not null; alter table scored drop column moodiness; drop domain moody; drop type mood; create type mood as enum (\'calm\', \'cross\', \'sad\'); alter table lend alter column feeling set data type mood using feeling::mood',
    'alter table only lend alter column place type varchar(50)',
    'alter table lend alter column id type bigint; alter table fine alter column lend_id type bigint',
    'alter table fine alter column lend_id type bigint',
    'alter table fine alter column cents type bigint',
    'create index on lend (note); alter table lend alter column note type varchar',
    'create index on lend (lower(note)); alter table lend alter column note type varchar',
  ),

];
