import type { Difference } from '../../core/drift/difference';

/**
 * Makes differences of one bucket, of all kinds that contain text from outside. The hostile text stands in every field
 * that can hold it.
 */
export function differencesWith(text: string): Difference[] {
  const place = { account: '111111111111', region: text, bucket: text };
  const configuration = text;
  const error = { operation: 'ListBucketInventoryConfigurations', code: text, message: text };
  return [
    { kind: 'missing', ...place, configuration },
    {
      kind: 'changed',
      ...place,
      configuration,
      changes: [
        { field: 'destination.prefix', want: 'inventory', have: text },
        { field: 'fields', want: ['Size'], have: ['Size', text] },
      ],
    },
    { kind: 'disabled', ...place, configuration },
    { kind: 'unmanaged-bucket', ...place },
    { kind: 'gone-bucket', ...place },
    { kind: 'foreign', ...place, configuration },
    { kind: 'unreadable', ...place, buckets: 1, error, next: text },
    { kind: 'unreadable', ...place, region: null, bucket: null, buckets: 1, error, next: text },
  ];
}
