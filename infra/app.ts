import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildApp } from './build.ts';
import { configFrom } from './config.ts';

/* What `npm run synth` runs, by cdk.json. */
// cdk-nag reads a property that CDK calls old; nobody here can change that.
process.env['JSII_DEPRECATED'] = 'quiet';
const app = new App();
await buildApp(app, configFrom(app.node.tryGetContext('cordon')), join(app.outdir, 'functions'));
app.synth();
