import { rule } from '#rule';

export default rule({
  id: 'sql/unanalysed-body',
  title: 'Keep what a migration does readable',
  why: 'SQL that is put together while it runs cannot be judged before it runs.',
  instead: 'Write the statements out, or review this one by hand.',
  level: 'warn',
  presets: { strict: 'error' },
  silent: ['Bodies of functions that the migration only creates.', 'EXECUTE of a constant text, which is read.'],
  examples: [
    { bad: "do $$ declare name text; begin for name in select tablename from pg_tables loop execute format('drop table %I', name); end loop; end $$;" },
    { good: 'do $$ begin alter table dataset add column title text; exception when duplicate_column then null; end $$;' },
  ],
  check: {
    statement: ({ gaps }) => gaps.map(({ origin, reason }) => ({ at: origin, text: `What runs here is not judged: ${reason}.` })),
  },
});
