import { registerInCatalog } from '../../../core/catalog/register-reports';
import { sampleReport } from '../report/sample-report';
import { InMemoryCatalog } from './in-memory-catalog';

/** A catalog that refuses all entries of its first writes of partitions. */
class Unsteady extends InMemoryCatalog {
  constructor(
    private left: number,
    private readonly code: string,
  ) {
    super();
  }

  override createPartitions(table: string, inputs: Parameters<InMemoryCatalog['createPartitions']>[1]) {
    return this.refused(inputs) ?? super.createPartitions(table, inputs);
  }

  override updatePartitions(table: string, inputs: Parameters<InMemoryCatalog['updatePartitions']>[1]) {
    return this.refused(inputs) ?? super.updatePartitions(table, inputs);
  }

  private refused(inputs: readonly { readonly Values: string[] }[]) {
    if (this.left <= 0) return undefined;
    this.left -= 1;
    return Promise.resolve(inputs.map(({ Values }) => ({ values: Values, code: this.code, message: 'sorry' })));
  }
}

const register = async (catalog: InMemoryCatalog) => {
  const report = sampleReport();
  const outcomes = await registerInCatalog({ catalog, location: 's3://x/inventory/' }, [report]);
  return outcomes.get(report);
};

describe('an entry that Glue fails for a moment', () => {
  it.each(['InternalServiceException', 'OperationTimeoutException', 'ThrottlingException'])(
    'is tried again within the invocation: %s',
    async (code) => {
      const catalog = new Unsteady(3, code);

      expect(await register(catalog)).toMatchObject({ status: 'registered' });
      expect(Object.keys(catalog.list('inventory'))).toHaveLength(1);
      expect(Object.keys(catalog.list('inventory_latest'))).toHaveLength(1);
    },
  );

  it('fails its report with what Glue said where that does not pass', async () => {
    expect(await register(new Unsteady(Infinity, 'InternalServiceException'))).toMatchObject({
      status: 'failed',
      error: { message: 'Partition logs, 2026-01-02-01-00: InternalServiceException: sorry' },
    });
  });

  it('is not tried again where it is wrong in itself', async () => {
    const catalog = new Unsteady(1, 'InvalidInputException');

    expect(await register(catalog)).toMatchObject({ status: 'failed' });
  });
});
