import { relative, sep } from 'node:path';
import { objectionTo, objectionToName } from './rooms.ts';
import type { Call, Class, Context, Func, Import, Member, Node, Text } from './syntax.ts';

const pathOf = (context: Context): string => relative(context.cwd, context.filename).split(sep).join('/');

/** Who may import whom (bin/lint/rooms.ts). Type imports count: a type is a dependency too. */
const rooms = (context: Context) => {
  const from = pathOf(context);
  const check = (node: Node, source: Text | null | undefined): void => {
    if (typeof source?.value !== 'string') return;
    const objection = objectionTo(from, source.value);
    if (objection !== undefined) context.report({ node, message: objection });
  };
  const names = (node: Import): void => {
    check(node, node.source);
    if (node.importKind === 'type' || typeof node.source?.value !== 'string') return;
    for (const { imported, importKind, type } of node.specifiers ?? []) {
      if (importKind === 'type') continue;
      const objection = objectionToName(from, node.source.value, type === 'ImportSpecifier' ? (imported?.name ?? '*') : '*');
      if (objection !== undefined) context.report({ node, message: objection });
    }
  };
  return {
    ImportDeclaration: names,
    ExportNamedDeclaration: (node: Import) => check(node, node.source),
    ExportAllDeclaration: (node: Import) => check(node, node.source),
    ImportExpression: (node: Import) => check(node, node.source),
    TSImportType: (node: Import) => check(node, node.source),
  };
};

/** Node runs the sources by stripping types, and behaviour lives in functions. */
const plain = (context: Context) => {
  const no = (what: string) => (node: Node) => context.report({ node, message: `no ${what} (bin/lint/plugin.ts)` });
  // What the code must refuse is sometimes a class.
  const inTests = pathOf(context).startsWith('test/');
  const classes = (node: Class): void => {
    const parent = node.superClass?.name ?? node.superClass?.property?.name ?? '';
    if (inTests || /(Error|Failed|Exception|Command|Client|Construct|Stack|Stage|Aspect)$/.test(parent)) return;
    no('class unless it extends an error, SDK or CDK class')(node);
  };
  return {
    ClassDeclaration: classes,
    ClassExpression: classes,
    TSEnumDeclaration: no('enum: use a union of texts'),
    TSParameterProperty: no('parameter property'),
    Decorator: no('decorator'),
  };
};

/** Time enters as a value. `new Date(milliseconds)` is arithmetic; without arguments it reads the clock. */
const noClock = (context: Context) => ({
  NewExpression: (node: Call) => {
    if ('name' in node.callee && node.callee.name === 'Date' && node.arguments.length === 0) {
      context.report({ node, message: 'new Date() reads the clock: take an Instant as an argument or the Clock port' });
    }
  },
  CallExpression: (node: Call) => {
    if ('name' in node.callee && node.callee.name === 'Date')
      context.report({ node, message: 'Date() reads the clock: take an Instant as an argument' });
  },
});

const noAsync = (context: Context) => {
  const check = (node: Func): void => {
    if (node.async) context.report({ node, message: 'a decision is synchronous: no async function in this room' });
  };
  return {
    FunctionDeclaration: check,
    FunctionExpression: check,
    ArrowFunctionExpression: check,
    AwaitExpression: (node: Node) => context.report({ node, message: 'a decision is synchronous: no await in this room' }),
  };
};

const READS = /^(read|readFile|readFileSync|readdir|readdirSync|openSync|existsSync|statSync)$/;
/** Importing an adapter does nothing: configuration and clients are arguments. */
const quietImport = (context: Context) => {
  let depth = 0;
  const enter = (): void => void (depth += 1);
  const leave = (): void => void (depth -= 1);
  const atImport = (node: Node, what: string): void => {
    if (depth === 0) context.report({ node, message: `${what} while the module is imported: take it as an argument` });
  };
  const nameOf = ({ callee }: Call): string => ('property' in callee ? callee.property.name : callee.name) ?? '';
  return {
    ':function': enter,
    ':function:exit': leave,
    CallExpression: (node: Call) => {
      if (READS.test(nameOf(node))) atImport(node, `${nameOf(node)} reads a file`);
    },
    NewExpression: (node: Call) => {
      if (nameOf(node).endsWith('Client')) atImport(node, `${nameOf(node)} is made`);
    },
    AwaitExpression: (node: Node) => atImport(node, 'await'),
    MemberExpression: (node: Member) => {
      if (node.object.name === 'process' && node.property.name === 'env') {
        context.report({ node, message: 'an adapter reads no environment: take the value as an argument' });
      }
    },
  };
};

const rule = (create: (context: Context) => object) => ({ meta: { type: 'problem' }, create });
export default {
  meta: { name: 'house' },
  rules: {
    rooms: rule(rooms),
    plain: rule(plain),
    'no-clock': rule(noClock),
    'no-async': rule(noAsync),
    'quiet-import': rule(quietImport),
  },
};
