import { plain, type Form } from './form.ts';

const onEvent = 'create trigger x before insert on event for each row execute function touched()';

export const triggersPolicies: readonly Form[] = [
  ...plain(
    'create trigger x before insert on lend for each row execute function touched()',
    'create trigger x after update of note on lend for each row execute function touched()',
    'create trigger x after insert on lend referencing new table as n for each statement execute function touched()',
    'create trigger x before update on lend for each row when (old.note is distinct from new.note) execute function touched()',
    'create constraint trigger x after insert on lend deferrable for each row execute function touched()',
    'create constraint trigger x after insert on lend from reader for each row execute function touched()',
    'create trigger x before insert on event for each row execute function touched()',
    'create trigger x after truncate on lend execute function touched()',
    'create trigger x instead of insert on lend_view for each row execute function touched()',
    'alter trigger lend_touched on lend rename to x', 'drop trigger lend_touched on lend', 'drop trigger if exists nothing on lend',
    'create trigger x before insert on event for each row execute function touched(); drop trigger x on event',
    'alter table lend disable trigger lend_touched', 'alter table lend enable trigger lend_touched',
    'alter table lend enable always trigger lend_touched', 'alter table lend enable replica trigger lend_touched',
    'alter table lend disable trigger user', 'alter table lend disable trigger all', 'alter table lend enable trigger all',
    'alter table event disable trigger user', 'alter table event disable trigger all', 'alter table quiet enable row level security',
    'alter table locked disable row level security', 'alter table locked force row level security',
    'alter table locked no force row level security', 'alter table event enable row level security',
    'create policy x on locked for select to public using (true)',
    'create policy x on locked as restrictive for insert with check (word <> $$x$$)',
    'create policy x on quiet using (exists (select from locked))', 'alter policy locked_read on locked using (false)',
    'alter policy locked_read on locked to public', 'alter policy locked_read on locked rename to x', 'drop policy locked_read on locked',
    'drop policy if exists nothing on locked', 'create rule x as on insert to quiet do instead nothing',
    'create or replace rule ruled_insert as on insert to ruled do also select 2',
    'create rule x as on delete to quiet do also delete from locked', 'drop rule ruled_insert on ruled',
    'alter table ruled disable rule ruled_insert', 'alter table ruled enable rule ruled_insert',
    'alter rule ruled_insert on ruled rename to x',
  ),
  { given: onEvent, sql: 'alter table event disable trigger x' }, { given: onEvent, sql: 'alter table event disable trigger user' },
  { given: onEvent, sql: 'drop trigger x on event' }, { given: onEvent, sql: 'alter trigger x on event rename to y' },
  { given: onEvent.replace('each row', 'each statement'), sql: 'drop trigger x on event' },
  { sql: 'create or replace trigger lend_touched before update on lend for each row execute function touched()', since: 14 },
];
