import type { GlueClient } from '@aws-sdk/client-glue';
import type { S3Client } from '@aws-sdk/client-s3';
import { COLLECTOR_ENVIRONMENT } from '../../core/catalog/collector-environment';
import { DATABASE, destinationBucketName } from '../../core/names/names';
import { type EmulatorClients, emulatorClients } from '../clients';
import { startEmulator } from '../emulator';
import { TEST_CREDENTIALS } from '../environment';
import { type CountingProxy, startCountingProxy } from './counting-proxy';
import { type ReportDestination, createDestination } from './made-up-reports';

/** One Region of an emulated destination account: its bucket, its database, and the environment of a Lambda. */
export interface EmulatedCollector {
  readonly place: ReportDestination;
  /** The variables that the collector stack and Lambda set; the endpoint is the proxy's. */
  readonly lambdaEnvironment: Readonly<Record<string, string>>;
  /** Counts the calls of programs that use its endpoint. */
  readonly proxy: CountingProxy;
  /** Clients that bypass the proxy: their calls are not counted. */
  readonly s3: S3Client;
  readonly glue: GlueClient;
  /** Clients whose calls are counted. */
  readonly counted: EmulatorClients;
  stop(): Promise<void>;
}

const ACCOUNT = '222222222222';
const REGION = 'eu-west-1';
const PLACE: ReportDestination = {
  bucket: destinationBucketName(REGION, ACCOUNT),
  prefix: 'inventory',
  configurationId: 'organization-inventory',
  region: REGION,
};

/** Starts an emulator with the resources of the collector stack that `register-report` needs. */
export async function startCollector(note: (line: string) => void): Promise<EmulatedCollector> {
  const emulator = await startEmulator({ account: ACCOUNT, note });
  try {
    const clients = emulatorClients(emulator.endpoint);
    const [s3, glue] = [clients.s3({ region: REGION }), clients.glue({ region: REGION })];
    await createDestination(s3, glue, PLACE, DATABASE);
    const proxy = await startCountingProxy(emulator.endpoint);
    const stop = async () => {
      await proxy.stop();
      await emulator.stop();
    };
    const counted = emulatorClients(proxy.endpoint);
    return { place: PLACE, lambdaEnvironment: lambdaEnvironment(proxy.endpoint), proxy, s3, glue, counted, stop };
  } catch (error) {
    await emulator.stop();
    throw error;
  }
}

const lambdaEnvironment = (endpoint: string) => ({
  AWS_REGION: REGION,
  AWS_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
  AWS_SESSION_TOKEN: 'test',
  // Lambda runs a newer Node, which the SDK does not warn of.
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  [COLLECTOR_ENVIRONMENT.destinationAccount]: ACCOUNT,
  [COLLECTOR_ENVIRONMENT.destinationBucket]: PLACE.bucket,
  [COLLECTOR_ENVIRONMENT.destinationPrefix]: PLACE.prefix,
  [COLLECTOR_ENVIRONMENT.configurationId]: PLACE.configurationId,
  [COLLECTOR_ENVIRONMENT.database]: DATABASE,
  [COLLECTOR_ENVIRONMENT.reportsDays]: '10000',
  [COLLECTOR_ENVIRONMENT.endpoint]: endpoint,
});
