import { SetMetadata } from '@nestjs/common';

export const CLE_PUBLIC = 'sm:public';

/** The route (or every route of the controller) is open without a token. */
export const Public = () => SetMetadata(CLE_PUBLIC, true);
