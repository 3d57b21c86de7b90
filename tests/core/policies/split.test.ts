import fc from 'fast-check';
import { policyDocument } from '../../../core/policies/document';
import { splitPolicy } from '../../../core/policies/split';

const statement = (sid: string, actions: number) => ({
  Sid: sid,
  Effect: 'Allow' as const,
  Resource: '*',
  Action: Array.from({ length: actions }, (_, index) => `s3:Action${index}`),
});
const characters = (document: unknown) => JSON.stringify(document).length;

describe('splitPolicy', () => {
  it('leaves a policy that fits as it is', () => {
    const policy = policyDocument(statement('A', 3), statement('B', 3));

    expect(splitPolicy(policy, characters(policy))).toEqual([policy]);
    expect(splitPolicy(policy, characters(policy) - 1)).toEqual([
      policyDocument(statement('A', 3)),
      policyDocument(statement('B', 3)),
    ]);
  });

  it('keeps every statement, in its order, in documents that fit, and makes no more than it needs', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 20 }), (sizes) => {
        const policy = policyDocument(...sizes.map((size, index) => statement(`S${index}`, size)));

        const parts = splitPolicy(policy, 1000);

        expect(parts.flatMap(({ Statement }) => Statement)).toEqual(policy.Statement);
        for (const part of parts) expect(characters(part)).toBeLessThanOrEqual(1000);
        for (const [index, { Statement }] of parts.entries()) {
          const [next] = parts[index + 1]?.Statement ?? [];
          if (next !== undefined) expect(characters(policyDocument(...Statement, next))).toBeGreaterThan(1000);
        }
      }),
    );
  });

  it('lets a statement that is too long by itself stand alone', () => {
    const parts = splitPolicy(policyDocument(statement('A', 1), statement('B', 500), statement('C', 1)), 500);

    expect(parts.map(({ Statement }) => Statement.map(({ Sid }) => Sid))).toEqual([['A'], ['B'], ['C']]);
  });
});
