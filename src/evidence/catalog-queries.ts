/**
 * Questions to `pg_catalog`, one a kind of object; each answers one row a object, columns as the row types of
 * catalog-rows.ts say. They hold for PostgreSQL 11 to 18: a column that an older major lacks is read through `to_jsonb`,
 * where it is null. They are asked with `search_path = public`, so that expressions print as people write them; types name
 * their schema all the same. Left out: Postgres's own schemas, temporary ones, and what belongs to an extension.
 */

const ownSchema = `n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'`;

function notOfExtension(catalog: string, oid: string): string {
  return `not exists (select from pg_depend d where d.classid = 'pg_catalog.${catalog}'::regclass
    and d.objid = ${oid} and d.deptype = 'e')`;
}

/** Columns by their numbers, in the order of the numbers. */
function columnNames(relation: string, numbers: string): string {
  return `(select coalesce(json_agg(la.attname order by listed.place), '[]')
    from unnest(${numbers}) with ordinality as listed (number, place)
    join pg_attribute la on la.attrelid = ${relation} and la.attnum = listed.number)`;
}

/**
 * `format_type`; a type that is not Postgres's own with its schema, even where the search path would hide it, and without
 * quotes, as everywhere in a catalog.
 */
function typeText(type: string, modifier: string): string {
  return `(select case when yn.nspname = 'pg_catalog' then '' else yn.nspname || '.' || e.typname end
      || substr(format_type(y.oid, ${modifier}),
        case when yn.nspname = 'pg_catalog' then 1 else length(format_type(e.oid, null)) + 1 end)
    from pg_type y join pg_type e on e.oid = case when y.typcategory = 'A' then y.typelem else y.oid end
    join pg_namespace yn on yn.oid = e.typnamespace where y.oid = ${type})`;
}

/** A collation by name, with its schema where that is not `pg_catalog`; null for the one given as usual. */
function collationName(collation: string, usual: string): string {
  return `(select case when cn.nspname = 'pg_catalog' then co.collname else cn.nspname || '.' || co.collname end
    from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace
    where co.oid = ${collation} and ${collation} <> ${usual})`;
}

export const schemasQuery = `
  select n.nspname as name from pg_namespace n
  where ${ownSchema} and ${notOfExtension('pg_namespace', 'n.oid')} order by 1`;

export const extensionsQuery = `
  select e.extname as name, n.nspname as schema from pg_extension e join pg_namespace n on n.oid = e.extnamespace
  where e.extname <> 'plpgsql' order by 1`;

export const tablesQuery = `
  select n.nspname as schema, c.relname as name, c.relkind::text as kind, c.relpersistence::text as persistence,
    c.relispartition as partition, c.relrowsecurity as "rowSecurity", pn.nspname as "parentSchema",
    p.relname as "parentName"
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  left join pg_inherits i on i.inhrelid = c.oid and c.relispartition
  left join pg_class p on p.oid = i.inhparent left join pg_namespace pn on pn.oid = p.relnamespace
  where c.relkind in ('r', 'p', 'f') and ${ownSchema} and ${notOfExtension('pg_class', 'c.oid')} order by 1, 2`;

export const columnsQuery = `
  select n.nspname as schema, c.relname as table, a.attname as name, ${typeText('a.atttypid', 'a.atttypmod')} as type,
    a.attnotnull as "notNull", a.attidentity::text as identity,
    coalesce(to_jsonb(a) ->> 'attgenerated', '') as generated, pg_get_expr(ad.adbin, ad.adrelid) as expression,
    ${collationName('a.attcollation', 't.typcollation')} as collation
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  join pg_type t on t.oid = a.atttypid left join pg_attrdef ad on ad.adrelid = a.attrelid and ad.adnum = a.attnum
  where c.relkind in ('r', 'p', 'f') and a.attnum > 0 and not a.attisdropped and ${ownSchema}
    and ${notOfExtension('pg_class', 'c.oid')} order by 1, 2, a.attnum`;

/**
 * Those of tables. NOT NULL constraints (contype n, PostgreSQL 18) are the columns' affair. A foreign key to a
 * partitioned table has a copy for every partition on the same table: left out.
 */
export const constraintsQuery = `
  select n.nspname as schema, c.relname as table, k.conname as name, k.contype::text as kind,
    k.convalidated as validated, ${columnNames('k.conrelid', 'k.conkey')} as columns,
    coalesce(${columnNames('i.indrelid', 'i.indkey[i.indnkeyatts : i.indnatts - 1]')}, '[]') as include,
    coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) as "nullsNotDistinct",
    rn.nspname as "referencesSchema", r.relname as "referencesName",
    ${columnNames('k.confrelid', 'k.confkey')} as "referencedColumns",
    k.confdeltype::text as "onDelete", k.confupdtype::text as "onUpdate",
    pg_get_expr(k.conbin, k.conrelid) as expression, am.amname as method,
    (select coalesce(json_agg(pg_get_indexdef(k.conindid, o.place::int, false) || ' with ' || op.oprname order by o.place),
      '[]') from unnest(k.conexclop) with ordinality as o (operator, place) join pg_operator op on op.oid = o.operator)
      as elements,
    case when k.contype = 'x' then pg_get_expr(i.indpred, i.indrelid) end as predicate
  from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
  left join pg_index i on i.indexrelid = k.conindid and k.contype in ('p', 'u', 'x')
  left join pg_class ic on ic.oid = i.indexrelid left join pg_am am on am.oid = ic.relam
  left join pg_class r on r.oid = k.confrelid left join pg_namespace rn on rn.oid = r.relnamespace
  left join pg_constraint parent on parent.oid = k.conparentid
  where k.contype in ('p', 'u', 'f', 'c', 'x') and ${ownSchema} and ${notOfExtension('pg_class', 'c.oid')}
    and (parent.oid is null or parent.conrelid <> k.conrelid) order by 1, 2, k.oid`;

export const indexesQuery = `
  select n.nspname as schema, ic.relname as name, tn.nspname as "tableSchema", c.relname as "tableName",
    i.indisunique as unique, am.amname as method, pg_get_expr(i.indpred, i.indrelid) as predicate,
    coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) as "nullsNotDistinct",
    ${columnNames('i.indrelid', 'i.indkey[i.indnkeyatts : i.indnatts - 1]')} as include,
    (select json_agg(json_build_object(
        'column', a.attname,
        'expression', case when a.attname is null then pg_get_indexdef(i.indexrelid, k.place::int, false) end,
        'option', i.indoption[k.place - 1],
        'operatorClass', case when not oc.opcdefault then oc.opcname end,
        'collation', ${collationName('i.indcollation[k.place - 1]', `coalesce(a.attcollation, 'pg_catalog."default"'::regcollation::oid)`)}
      ) order by k.place)
      from unnest(i.indkey[0 : i.indnkeyatts - 1]) with ordinality as k (number, place)
      left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number and k.number <> 0
      join pg_opclass oc on oc.oid = i.indclass[k.place - 1]) as keys
  from pg_index i join pg_class ic on ic.oid = i.indexrelid join pg_namespace n on n.oid = ic.relnamespace
  join pg_am am on am.oid = ic.relam join pg_class c on c.oid = i.indrelid
  join pg_namespace tn on tn.oid = c.relnamespace
  where ${ownSchema} and ${notOfExtension('pg_class', 'c.oid')}
    and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
  order by 1, 2`;

export const enumsQuery = `
  select n.nspname as schema, t.typname as name,
    (select coalesce(json_agg(e.enumlabel order by e.enumsortorder), '[]') from pg_enum e where e.enumtypid = t.oid)
      as values
  from pg_type t join pg_namespace n on n.oid = t.typnamespace
  where t.typtype = 'e' and ${ownSchema} and ${notOfExtension('pg_type', 't.oid')} order by 1, 2`;

export const domainsQuery = `
  select n.nspname as schema, t.typname as name, ${typeText('t.typbasetype', 't.typtypmod')} as type,
    t.typnotnull as "notNull", pg_get_expr(t.typdefaultbin, 0) as default,
    (select coalesce(json_agg(json_build_object('name', k.conname, 'expression', pg_get_expr(k.conbin, 0))
        order by k.conname), '[]') from pg_constraint k where k.contypid = t.oid and k.contype = 'c') as checks
  from pg_type t join pg_namespace n on n.oid = t.typnamespace
  where t.typtype = 'd' and ${ownSchema} and ${notOfExtension('pg_type', 't.oid')} order by 1, 2`;

export const compositeTypesQuery = `
  select n.nspname as schema, c.relname as name,
    (select coalesce(json_agg(json_build_object('name', a.attname, 'type', ${typeText('a.atttypid', 'a.atttypmod')})
        order by a.attnum), '[]') from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)
      as attributes
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'c' and ${ownSchema} and ${notOfExtension('pg_type', 'c.reltype')} order by 1, 2`;

export const sequencesQuery = `
  select n.nspname as schema, c.relname as name, ${typeText('s.seqtypid', 'null')} as type, tn.nspname as "tableSchema",
    t.relname as "tableName", a.attname as column
  from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
  left join pg_depend d on d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.objsubid = 0
    and d.refclassid = 'pg_catalog.pg_class'::regclass and d.deptype in ('a', 'i')
  left join pg_class t on t.oid = d.refobjid left join pg_namespace tn on tn.oid = t.relnamespace
  left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
  where c.relpersistence <> 't' and ${ownSchema} and ${notOfExtension('pg_class', 'c.oid')} order by 1, 2`;

export const viewsQuery = `
  select n.nspname as schema, c.relname as name, c.relkind = 'm' as materialized, pg_get_viewdef(c.oid) as definition,
    (select coalesce(json_agg(distinct jsonb_build_object('schema', tn.nspname, 'table', t.relname, 'column', a.attname)), '[]')
      from pg_rewrite r join pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = r.oid
        and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjsubid > 0
      join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
      join pg_class t on t.oid = d.refobjid and t.relkind in ('r', 'p', 'f') join pg_namespace tn on tn.oid = t.relnamespace
      where r.ev_class = c.oid) as reads
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('v', 'm') and ${ownSchema} and ${notOfExtension('pg_class', 'c.oid')} order by 1, 2`;

export const policiesQuery = `
  select n.nspname as "tableSchema", c.relname as "tableName", p.polname as name, p.polpermissive as permissive,
    p.polcmd::text as command, pg_get_expr(p.polqual, p.polrelid) as using,
    pg_get_expr(p.polwithcheck, p.polrelid) as check,
    (select json_agg(case when role = 0 then 'public' else pg_get_userbyid(role)::text end order by place)
      from unnest(p.polroles) with ordinality as r (role, place)) as roles
  from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
  where ${ownSchema} and ${notOfExtension('pg_class', 'c.oid')} order by 1, 2, 3`;

export const routinesQuery = `
  select n.nspname as schema, p.proname as name, p.prokind::text as kind, l.lanname as language,
    p.prosecdef as "securityDefiner",
    case when exists (select from unnest(p.proconfig) s where s like 'search_path=%') then 'set' else 'unset' end
      as "searchPath",
    p.provolatile::text as volatility,
    (select coalesce(json_agg(${typeText('a.type', 'null')} order by a.place), '[]')
      from unnest(p.proargtypes) with ordinality as a (type, place)) as "argumentTypes"
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
  where ${ownSchema} and ${notOfExtension('pg_proc', 'p.oid')} order by 1, 2`;

/** Triggers copied from a partitioned table to its partitions are left out: nobody wrote them. */
export const triggersQuery = `
  select n.nspname as "tableSchema", c.relname as "tableName", t.tgname as name, fn.nspname as "routineSchema",
    f.proname as "routineName", t.tgenabled <> 'D' as enabled,
    (select coalesce(json_agg(distinct a.attname), '[]') from pg_depend d
      join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
      where d.classid = 'pg_catalog.pg_trigger'::regclass and d.objid = t.oid and d.refobjid = t.tgrelid and d.refobjsubid > 0) as columns
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
  join pg_proc f on f.oid = t.tgfoid join pg_namespace fn on fn.oid = f.pronamespace
  where not t.tgisinternal and coalesce(to_jsonb(t) ->> 'tgparentid', '0') = '0' and ${ownSchema}
    and ${notOfExtension('pg_class', 'c.oid')} order by 1, 2, 3`;
