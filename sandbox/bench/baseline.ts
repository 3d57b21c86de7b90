import { setTimeout as delay } from 'node:timers/promises';
import { CreateWorkGroupCommand } from '@aws-sdk/client-athena';
import { type Ancestor, registerAsAncestor } from './ancestor';
import type { EmulatedCollector } from './emulated-collector';
import { deliverSymlink } from './made-up-reports';
import type { Phase } from './pipeline-figures';

const WORKGROUP = 'ancestor';

/**
 * Makes the ancestor's workgroup. Returns a function that registers one report as the ancestor does, against the same
 * emulator and with the real waiting times: about 15 seconds. In the emulator every statement succeeds at once, while
 * Athena takes seconds; this favours the ancestor.
 */
export async function startBaseline({ s3, counted, proxy, place }: EmulatedCollector) {
  const { region, bucket: destinationBucket } = place;
  const athena = counted.athena({ region });
  await athena.send(new CreateWorkGroupCommand({ Name: WORKGROUP }));
  const ancestor: Ancestor = {
    s3: counted.s3({ region }),
    athena,
    workgroup: WORKGROUP,
    destinationBucket,
    sleep: delay,
  };
  return async (stamp: string): Promise<Phase> => {
    const key = await deliverSymlink(s3, place, 0, stamp);
    proxy.take();
    const started = performance.now();
    await registerAsAncestor(ancestor, key);
    const seconds = (performance.now() - started) / 1000;
    return { name: 'the ancestor, 1 report', seconds, calls: proxy.take(), failed: 0 };
  };
}
