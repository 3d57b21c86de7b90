import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TerraformStack, type ISynthesisSession } from 'cdktf';
import { Construct } from 'constructs';
import type { FunctionBundle } from '../../core/deploying/function-bundle';

/** A bundle, and the name of its file. */
export interface BundleFileProps {
  readonly name: string;
  readonly bundle: FunctionBundle;
}

/** Writes a bundle into the stack's folder during synthesis, so that Terraform needs nothing but this folder. */
export class BundleFile extends Construct {
  /** The file's path in the stack's folder. It is the same for every version: the hash of the code tells versions apart. */
  readonly path: string;

  constructor(scope: Construct, id: string, { name, bundle }: BundleFileProps) {
    super(scope, id);
    this.path = `assets/${name}.zip`;
    const stack = TerraformStack.of(this);
    const { synthesizer } = stack;
    stack.synthesizer = {
      synthesize: (session: ISynthesisSession) => {
        synthesizer.synthesize(session);
        const file = join(session.outdir, session.manifest.forStack(stack).workingDirectory, this.path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, bundle.zip);
      },
    };
  }
}
