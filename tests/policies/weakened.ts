import { policyAt, type Policies, type Statement } from './synthesized-policies';

/** A change of a statement; it returns `undefined` to drop the statement. */
export type Change = (statement: Statement) => Statement | undefined;

/** The policies with a change of one statement of one of them. */
export function weakened(policies: Policies, where: string, sid: string, change: Change): Policies {
  const policy = policyAt(policies, where);
  if (!policy.Statement.some(({ Sid }) => Sid === sid)) throw new Error(`no statement ${sid} at ${where}`);
  const statements = policy.Statement.flatMap((statement) => {
    if (statement.Sid !== sid) return [statement];
    const changed = change(statement);
    return changed === undefined ? [] : [changed];
  });
  return new Map([...policies, [where, { ...policy, Statement: statements }]]);
}

export const dropped: Change = () => undefined;

/** The statement without one condition key. */
export const without =
  (key: string): Change =>
  (statement) => ({
    ...statement,
    Condition: Object.fromEntries(
      Object.entries(statement.Condition ?? {})
        .map(([operator, values]) => [operator, omit(values, key)] as const)
        .filter(([, values]) => Object.keys(values).length > 0),
    ),
  });

export const withResource =
  (...resources: readonly string[]): Change =>
  (statement) => ({ ...statement, Resource: [...resources] });

export const withAction =
  (...actions: readonly string[]): Change =>
  (statement) => ({ ...statement, Action: [...[statement.Action].flat(), ...actions] });

export const withPrincipal =
  (principal: Statement['Principal']): Change =>
  (statement) => ({ ...statement, Principal: principal });

const omit = <Value>(values: Readonly<Record<string, Value>>, key: string) =>
  Object.fromEntries(Object.entries(values).filter(([name]) => name !== key));
