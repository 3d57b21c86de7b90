import { Command } from 'commander';
import packageJson from '../package.json';
import { addAdopt } from './adopt';
import { addDeadLetters } from './dead-letters';
import { addDiscover } from './discover';
import { addDrift } from './drift';
import { addExplain } from './explain';
import { addPolicy } from './policy';
import { addPublish } from './publish';
import { addQuery } from './query';
import { addReconcile } from './reconcile';
import { addStatus } from './status';
import { addValidate } from './validate';
import { EXIT } from './exit-code';
import { processTerminal } from './terminal';

const terminal = processTerminal();

const program = new Command('orgs3')
  .description('S3 Inventory for every bucket of an AWS organization')
  .version(packageJson.version)
  .showHelpAfterError('(orgs3 --help lists the commands)')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.done : EXIT.failed));

addValidate(program, terminal);
addDiscover(program, terminal);
addExplain(program, terminal);
addAdopt(program, terminal);
addDrift(program, terminal);
addStatus(program, terminal);
addPublish(program, terminal);
addPolicy(program, terminal);
addQuery(program, terminal);
addDeadLetters(program, terminal);
addReconcile(program, terminal);

void program.parseAsync();
