import { ApiHeader } from '@nestjs/swagger';

/** Documents a header in OpenAPI from the parameter decorator that reads it. */
export const documenterEnTete =
  (name: string, description: string): ParameterDecorator =>
  (cible, methode) => {
    const descripteur = methode === undefined ? undefined : Object.getOwnPropertyDescriptor(cible, methode);
    if (methode !== undefined && descripteur) ApiHeader({ name, description, required: true })(cible, methode, descripteur);
  };
