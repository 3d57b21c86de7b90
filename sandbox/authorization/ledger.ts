/** A caller's use of an action, with the number of refusals. */
export interface Use {
  /** The name of the role or user. */
  readonly who: string;
  readonly action: string;
  readonly allowed: number;
  readonly refused: number;
}

/** A record of all actions that callers used through the gateway. */
export class Ledger {
  private readonly uses = new Map<string, Use>();

  record(who: string, action: string, isAllowed: boolean): void {
    const key = `${who} ${action}`;
    const { allowed, refused } = this.uses.get(key) ?? { allowed: 0, refused: 0 };
    this.uses.set(key, {
      who,
      action,
      allowed: allowed + (isAllowed ? 1 : 0),
      refused: refused + (isAllowed ? 0 : 1),
    });
  }

  /** All uses, sorted by caller and action. */
  all(): Use[] {
    return [...this.uses.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, use]) => use);
  }
}
