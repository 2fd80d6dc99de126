import { Failure } from '../system/failure.ts';
import { libraryFailure } from './library.ts';
import { type MappingContext, mapModule } from './map-module.ts';
import type { CanonicalModule } from './canonical.ts';
