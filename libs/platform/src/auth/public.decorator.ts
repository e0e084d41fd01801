import { SetMetadata, applyDecorators } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';

export const CLE_PUBLIC = 'sm:public';

/** The route (or every route of the controller) is open without a token. */
export const Public = () => applyDecorators(SetMetadata(CLE_PUBLIC, true), ApiSecurity({}));
