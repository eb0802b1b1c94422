import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';

/** What the migrator of drizzle-orm before 1.0 does on a server. Files of test/matrix have 1.0 under the same name. */
export async function migrateBefore1(url: string, migrationsFolder: string): Promise<void> {
  const client = drizzle(url);
  try {
    await migrate(client, { migrationsFolder });
  } finally {
    await client.$client.end();
  }
}
