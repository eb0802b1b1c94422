import type { Database } from '../evidence/database.ts';

/** Roles that a provider makes in every database it runs. */
const providers = {
  rds_superuser: 'Amazon RDS',
  cloudsqlsuperuser: 'Google Cloud SQL',
  alloydbsuperuser: 'Google AlloyDB',
  azure_pg_admin: 'Azure Database',
  neon_superuser: 'Neon',
  doadmin: 'DigitalOcean',
  avnadmin: 'Aiven',
  heroku_admin: 'Heroku',
} as const;

/**
 * Why a server is none for development, though its host is this machine: a tunnel ends here too. A sentence each; none
 * does not mean that it is one. Logical replication is no sign: tools that sync with clients read it while one develops.
 */
export async function productionSigns(database: Database): Promise<readonly string[]> {
  const roles = await database.query<{ name: string }>(
    'select rolname::text as name from pg_catalog.pg_roles where rolname = any($1::text[]) order by 1', [Object.keys(providers)]);
  const [server] = await database.query<{ archives: boolean; replicas: number }>(
    `select pg_catalog.current_setting('archive_mode') <> 'off' as archives,
       (pg_catalog.pg_is_in_recovery()::int + (select count(*) from pg_catalog.pg_stat_replication r
         where not exists (select from pg_catalog.pg_replication_slots s where s.active_pid = r.pid and s.slot_type = 'logical')))::int as replicas`);
  return [
    ...roles.map(({ name }) => `it has the role ${name}, as databases of ${providers[name as keyof typeof providers]} have`),
    ...(server?.archives === true ? ['it archives its log (archive_mode), as a server that is backed up does'] : []),
    ...(server !== undefined && server.replicas > 0 ? ['it has a replica or is one'] : []),
  ];
}
