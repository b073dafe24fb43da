import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildApp } from './build.ts';
import { configFrom, ROOT } from './config.ts';

/* What `npm run synth` runs, by cdk.json. */
const app = new App();
await buildApp(app, configFrom(app.node.tryGetContext('cordon')), join(ROOT, 'dist', 'functions'));
app.synth();
