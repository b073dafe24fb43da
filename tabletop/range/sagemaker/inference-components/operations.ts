import type { Operation } from '../../operation.ts';
import { createComponent } from './create.ts';
import { describeComponent, listComponents } from './describe.ts';
import { deleteComponent, updateComponent, updateRuntimeConfig } from './update.ts';

export const COMPONENT_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateInferenceComponent: createComponent,
  DescribeInferenceComponent: describeComponent,
  ListInferenceComponents: listComponents,
  UpdateInferenceComponent: updateComponent,
  UpdateInferenceComponentRuntimeConfig: updateRuntimeConfig,
  DeleteInferenceComponent: deleteComponent,
};
