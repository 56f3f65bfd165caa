import pg from 'pg'

/** What connections of ours are called, where PostgreSQL lists who is there. */
export const APPLICATION = 'jalon'

/** Whether another process of ours has this database open: a server always keeps a connection. */
export async function isInUse(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rowCount } = await client.query(
      `select 1 from pg_stat_activity
       where datname = current_database() and application_name = $1 and pid <> pg_backend_pid()
       limit 1`,
      [APPLICATION],
    )
    return rowCount !== 0
  } finally {
    await client.end()
  }
}
