import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Registry } from 'prom-client';
import { Public } from '../auth/public.decorator';
import { Metriques } from './metriques';

/** Open on the service's own port, which the public door does not relay: names and numbers only. */
@ApiExcludeController()
@Public()
@Controller('metrics')
export class MetriquesController {
  constructor(private readonly metriques: Metriques) {}

  @Get()
  @Header('content-type', Registry.PROMETHEUS_CONTENT_TYPE)
  lire(): Promise<string> {
    return this.metriques.page();
  }
}
