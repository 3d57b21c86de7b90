/** Which actions somebody used, and how often AWS said no. */
export interface Use {
  /** A role's or a user's name. */
  readonly who: string;
  readonly action: string;
  readonly allowed: number;
  readonly refused: number;
}

/** What everybody did through the gateway. */
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

  /** All uses, sorted by who and action. */
  all(): Use[] {
    return [...this.uses.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, use]) => use);
  }
}
