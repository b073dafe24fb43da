import type { ShortIdKind } from '../report/short-id.ts';
import type { EXITS } from './exits.ts';

interface Said {
  /** Also its name in the body of `POST /commands/<verb>`. */
  readonly name: string;
  readonly summary: string;
  /** Absent: may be left out. */
  readonly required?: boolean;
}
interface TextArg extends Said {
  readonly kind: 'text';
  /** Characters. */
  readonly max: number;
  /** Characters that must be there. @default 0 */
  readonly min?: number;
  /** White space around it is nothing. */
  readonly trim?: true;
  /** Short ids of these kinds are put into their one form (`INC-1`); other text passes as it is, such as the name of an endpoint. */
  readonly ids?: readonly ShortIdKind[];
}
/** `INC-1`, `inc-1` or `1`; a verb gets the number. */
interface IdArg extends Said {
  readonly kind: 'id';
  readonly of: ShortIdKind;
}
interface ChoiceArg extends Said {
  readonly kind: 'choice';
  readonly choices: readonly string[];
  /** What a verb gets when it is left out. */
  readonly otherwise?: string;
}
interface IntegerArg extends Said {
  readonly kind: 'integer';
  readonly min: number;
  readonly max: number;
  readonly otherwise?: number;
}
export type PlacedArg = TextArg | IdArg | ChoiceArg | IntegerArg;

interface Switch extends Said {
  readonly kind: 'switch';
  readonly required?: false;
  /** With it, a verb that acts only looks. */
  readonly onlyLooks?: true;
}
export type VerbOption = (Switch | (PlacedArg & { /** What its value is called: `--target <name>`. */ readonly value: string })) & {
  /** Means something in a terminal only: the server and Slack do not know it. */
  readonly cliOnly?: true;
};
export type Arg = PlacedArg | VerbOption;
export type ArgValue = string | number | boolean;

/** One verb, said once: the command line, the console, Slack and docs/reference derive help, arguments, refusals and permissions from it. */
export interface Entry {
  /** One line of help, in the imperative. */
  readonly summary: string;
  /** Given without a flag, in this order. */
  readonly positional: readonly PlacedArg[];
  readonly options: readonly VerbOption[];
  /** `here`: only the process where it is typed knows it. `read`, `act`: the server knows it; `act` needs a person of assets.yaml. */
  readonly where: 'here' | 'read' | 'act';
  /** The command line asks no server for it, so nobody acts. */
  readonly offline?: true;
  readonly exits: readonly (keyof typeof EXITS)[];
  /** Without `npx cordon`. */
  readonly examples: readonly string[];
}
/** `name`: `evidence verify`; its route is `POST /commands/evidence-verify`. */
export type Verb = Entry & { readonly name: string };

type Written<E extends Entry> = E['positional'][number] | E['options'][number];
type ValueOf<A> = A extends { readonly kind: 'switch' }
  ? boolean
  : A extends { readonly kind: 'id' | 'integer' }
    ? number
    : A extends { readonly choices: readonly (infer Choice)[] }
      ? Choice
      : string;
/** There in any case: demanded, or filled in. */
type Sure = { readonly kind: 'switch' } | { readonly required: true } | { readonly otherwise: ArgValue };
type Typed<A extends Arg> = { readonly [S in Extract<A, Sure> as S['name']]: ValueOf<S> } & {
  readonly [S in Exclude<A, Sure> as S['name']]?: ValueOf<S>;
};
/** What the code of a verb gets: every argument that a program may give it. */
export type ArgsOf<E extends Entry> = Typed<Exclude<Written<E>, { readonly cliOnly: true }>>;
/** In a terminal. */
export type TypedArgsOf<E extends Entry> = Typed<Written<E>>;
