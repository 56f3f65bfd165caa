import { SqliteDialect, SqliteQueryCompiler } from 'kysely'

/**
 * Query plan reuse: statements that SQLite plans once. Built to weigh values against statistics (`SQLITE_ENABLE_STAT4`), as the driver's
 * is, it plans a statement anew at each execution, which costs ten times the execution of a small one, unless the
 * values stand behind a `+`, which hides them from the planner and changes nothing else. Nothing is lost by it: no
 * statistics are kept here.
 */
export class ReusePlansDialect extends SqliteDialect {
  override createQueryCompiler(): SqliteQueryCompiler {
    return new HiddenValues()
  }
}

class HiddenValues extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '+?'
  }
}
