import type { Database } from '../../src/evidence/database.ts';

/** What `fingerprintCatalog` sees: one entry an object, `<kind> <name>` → everything Postgres says of it. */
export type CatalogFingerprint = ReadonlyMap<string, string>;

const ours = (schema: string) => `${schema} not like 'pg\\_%' and ${schema} <> 'information_schema'`;

/** Objects that an extension brings along belong to the extension. */
const notOfExtension = (catalog: string, oid: string) =>
  `not exists (select from pg_depend d
     where d.classid = '${catalog}'::regclass and d.objid = ${oid} and d.deptype = 'e')`;

const relations = `pg_class c join pg_namespace n on n.oid = c.relnamespace
  where ${ours('n.nspname')} and ${notOfExtension('pg_class', 'c.oid')}`;

const columns = `pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  left join pg_attrdef f on f.adrelid = a.attrelid and f.adnum = a.attnum
  where ${ours('n.nspname')} and ${notOfExtension('pg_class', 'c.oid')}
    and c.relkind in ('r', 'p', 'f') and a.attnum > 0 and not a.attisdropped`;

/** One query a kind of object; each answers `name` and `detail`. Not-null constraints are seen on their columns. */
const kinds = {
  schema: `select nspname as name, concat(nspacl) as detail from pg_namespace where ${ours('nspname')}`,
  extension: `select extname, extnamespace::regnamespace::text from pg_extension`,
  table: `select concat(n.nspname, '.', c.relname),
      concat_ws(' ', c.relkind, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.relreplident, c.reloptions,
        pg_get_expr(c.relpartbound, c.oid), case c.relkind when 'p' then pg_get_partkeydef(c.oid) end)
    from ${relations} and c.relkind in ('r', 'p', 'f')`,
  grant: `select concat(n.nspname, '.', c.relname), c.relacl::text from ${relations} and c.relacl is not null`,
  'default privilege': `select concat(defaclrole::regrole, ' ', defaclnamespace::regnamespace, ' ', defaclobjtype),
    defaclacl::text from pg_default_acl`,
  column: `select concat(n.nspname, '.', c.relname, '.', a.attname),
      concat_ws(' ', format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end,
        'identity=' || a.attidentity::text, 'generated=' || a.attgenerated::text, a.attcollation::regcollation,
        'statistics=' || a.attstattarget, 'compression=' || a.attcompression::text, 'storage=' || a.attstorage::text,
        a.attacl, 'default=' || pg_get_expr(f.adbin, f.adrelid))
    from ${columns}`,
  'column order': `select concat(n.nspname, '.', c.relname), string_agg(a.attname, ', ' order by a.attnum)
    from ${columns} group by 1`,
  constraint: `select concat(n.nspname, '.', c.relname, '.', k.conname),
      concat_ws(' ', pg_get_constraintdef(k.oid), case when not k.convalidated then 'unvalidated' end)
    from pg_constraint k join pg_namespace n on n.oid = k.connamespace left join pg_class c on c.oid = k.conrelid
    where ${ours('n.nspname')} and k.contype <> 'n' and ${notOfExtension('pg_class', 'k.conrelid')}`,
  index: `select concat(n.nspname, '.', c.relname),
      concat_ws(' ', pg_get_indexdef(c.oid), case when not i.indisvalid then 'invalid' end,
        case when i.indisclustered then 'clustered' end, case when i.indisreplident then 'replica identity' end)
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
    where ${ours('n.nspname')} and ${notOfExtension('pg_class', 'i.indrelid')}`,
  enum: `select concat(n.nspname, '.', t.typname), string_agg(e.enumlabel, ' | ' order by e.enumsortorder)
    from pg_enum e join pg_type t on t.oid = e.enumtypid join pg_namespace n on n.oid = t.typnamespace
    where ${ours('n.nspname')} group by 1`,
  domain: `select concat(n.nspname, '.', t.typname),
      concat_ws(' ', format_type(t.typbasetype, t.typtypmod), t.typnotnull, t.typdefault)
    from pg_type t join pg_namespace n on n.oid = t.typnamespace
    where ${ours('n.nspname')} and t.typtype = 'd' and ${notOfExtension('pg_type', 't.oid')}`,
  sequence: `select concat(n.nspname, '.', c.relname),
      concat_ws(' ', s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
        (select concat(a.attrelid::regclass, '.', a.attname) from pg_depend d
          join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
          where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i')))
    from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
    where ${ours('n.nspname')}`,
  view: `select concat(n.nspname, '.', c.relname), concat_ws(' ', c.relkind, c.reloptions, pg_get_viewdef(c.oid))
    from ${relations} and c.relkind in ('v', 'm')`,
  function: `select concat(n.nspname, '.', p.proname, '(', pg_get_function_identity_arguments(p.oid), ')'),
      concat_ws(' ', case when p.prokind in ('f', 'p') then pg_get_functiondef(p.oid) else p.prokind::text end,
        p.proacl)
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where ${ours('n.nspname')} and ${notOfExtension('pg_proc', 'p.oid')}`,
  trigger: `select concat(n.nspname, '.', c.relname, '.', t.tgname),
      concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled)
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where ${ours('n.nspname')} and not t.tgisinternal`,
  rule: `select concat(schemaname, '.', tablename, '.', rulename), definition from pg_rules
    where ${ours('schemaname')}`,
  policy: `select concat(schemaname, '.', tablename, '.', policyname),
    concat_ws(' ', permissive, roles, cmd, 'using=' || qual, 'check=' || with_check) from pg_policies`,
  comment: `select concat(c.classoid::regclass, ' ', pg_describe_object(c.classoid, c.objoid, c.objsubid)),
      c.description
    from pg_description c
    where c.objoid >= 16384 and c.classoid <> 'pg_extension'::regclass
      and not exists (select from pg_depend d where d.classid = c.classoid and d.objid = c.objoid and d.deptype = 'e')`,
  statistics: `select concat(n.nspname, '.', s.stxname), pg_get_statisticsobjdef(s.oid)
    from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace where ${ours('n.nspname')}`,
  publication: `select p.pubname, concat_ws(' ', p.puballtables,
      (select string_agg(concat(t.schemaname, '.', t.tablename), ', ' order by t.schemaname, t.tablename)
        from pg_publication_tables t where t.pubname = p.pubname))
    from pg_publication p`,
  'event trigger': `select evtname, concat_ws(' ', evtevent, evtfoid::regproc) from pg_event_trigger`,
} as const;

/** A kind of object that the fingerprint sees. */
export type ObjectKind = keyof typeof kinds;

const wholeCatalog = Object.entries(kinds)
  .map(([kind, query]) => `select '${kind}' as kind, q.name::text, q.detail::text from (${query}) q(name, detail)`)
  .join('\nunion all\n');

interface CatalogRow {
  readonly kind: ObjectKind;
  readonly name: string;
  readonly detail: string | null;
}

/**
 * Everything users made in the database `db` is connected to, in the words of Postgres' own `pg_get_…def` functions
 * (https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-CATALOG). Rows of tables are not seen.
 */
export async function fingerprintCatalog(db: Database): Promise<CatalogFingerprint> {
  const rows = await db.query<CatalogRow>(wholeCatalog);
  return new Map(rows.map(({ kind, name, detail }) => [`${kind} ${name}`, detail ?? '']));
}

/** The names of one kind of object in a fingerprint, in order. */
export function namesOf(kind: ObjectKind, fingerprint: CatalogFingerprint): readonly string[] {
  const keys = [...fingerprint.keys()].filter((key) => key.startsWith(`${kind} `));
  return keys.map((key) => key.slice(kind.length + 1)).sort();
}

/**
 * The fingerprint with each table's columns as a set. A column that comes back by `ADD COLUMN` is the last one of its
 * table; no `ALTER TABLE` can put it elsewhere.
 */
export function withoutColumnOrder(fingerprint: CatalogFingerprint): CatalogFingerprint {
  return new Map([...fingerprint].filter(([key]) => !key.startsWith('column order ')));
}
