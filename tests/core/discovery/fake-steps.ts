import { AwsCallError } from '../../../core/errors';
import type { DiscoveryOptions, DiscoverySteps } from '../../../core/discovery/discover';
import type { BucketSnapshot, OrganizationSnapshot } from '../../../core/organization/snapshot';
import { account, DESTINATION, exampleConfig, listing, MANAGEMENT } from '../organization/example';

/** The accounts that every organization of these tests has. */
export const base = [account(MANAGEMENT), account(DESTINATION)];

/** Fake calls of discovery that record their arguments. */
export function fakeSteps(changes: Partial<DiscoverySteps> = {}) {
  const asked: string[] = [];
  const written: OrganizationSnapshot[] = [];
  const progress: string[] = [];
  const readBuckets = changes.readBuckets ?? (() => Promise.resolve<BucketSnapshot[]>([]));
  const notAsked = () => Promise.reject(new Error('this was not to be asked'));
  const steps: DiscoverySteps = {
    readSnapshot: () => undefined,
    readOrganization: () => Promise.resolve(listing(...base)),
    writeSnapshot: (one) => void written.push(one),
    onProgress: (done, total) => void progress.push(`${done}/${total}`),
    readTags: notAsked,
    readDirectoryBuckets: notAsked,
    onDirectoryProgress: (done, total) => void progress.push(`directories ${done}/${total}`),
    ...changes,
    readBuckets: (id, signal) => {
      asked.push(id);
      return readBuckets(id, signal);
    },
  };
  return { steps, asked, written, progress };
}

/** Options of a discovery, with changes. */
export const options = (changes: Partial<DiscoveryOptions> = {}): DiscoveryOptions => ({
  config: exampleConfig(),
  roleName: 'OrgS3role',
  concurrency: 2,
  prune: false,
  directoryBuckets: false,
  signal: new AbortController().signal,
  ...changes,
});

/** The error of an account that cannot be opened. */
export const refuse = (id: string) =>
  Promise.reject(new AwsCallError('AssumeRole', { account: id }, 'AccessDenied', 'not authorized'));
