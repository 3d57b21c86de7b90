import { assetRegisterView } from '../../../core/asset-register/asset-register-view';
import { sampleReport } from '../report/sample-report';

const names = (report: ReturnType<typeof sampleReport>) => assetRegisterView(report).columns.map(({ name }) => name);

describe('a report in the register', () => {
  it('has no column bucket, which is a partition key there', () => {
    expect(names(sampleReport())).toEqual(['key', 'size', 'last_modified_date', 'e_tag']);
  });

  it('keeps every place of a CSV report, which is read by position', () => {
    const csv = sampleReport({}, { fileFormat: 'CSV', fileSchema: 'Bucket, Key, Size, Region' });

    expect(names(csv)).toEqual(['reported_bucket', 'key', 'size', 'reported_region']);
  });

  it('stays what it is otherwise', () => {
    const report = sampleReport();

    expect({ ...assetRegisterView(report), columns: report.columns }).toEqual(report);
  });
});
