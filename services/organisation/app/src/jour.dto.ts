import { jourValide } from '@sm/kernel';
import { IsIn, IsOptional, IsString, Matches, ValidateBy } from 'class-validator';
import type { TypeUnite } from '@sm/kernel';

const TYPES: readonly TypeUnite[] = ['nationale', 'regionale', 'locale', 'specialisee', 'mixte', 'task_force'];

/** Property decorator: an existing local day `YYYY-MM-DD`. */
export const EstJour = (): PropertyDecorator =>
  ValidateBy({ name: 'jour', constraints: [{ schema: { format: 'date' } }], validator: { validate: (v) => typeof v === 'string' && jourValide(v), defaultMessage: () => 'jour attendu, AAAA-MM-JJ' } });

export const CODE_UNITE = /^[A-Z][A-Z0-9]{0,11}(-[A-Z0-9]{1,8}){0,3}$/;

export class AuJour {
  @IsOptional() @IsString() @EstJour()
  readonly jour?: string;
}

export class UnitesDemandees extends AuJour {
  @IsOptional() @IsIn(TYPES)
  readonly type?: TypeUnite;
}

export class UniteDemandee extends AuJour {
  @IsString() @Matches(CODE_UNITE)
  readonly unite: string;
}

export class CodeUnite {
  @IsString() @Matches(CODE_UNITE)
  readonly code: string;
}
