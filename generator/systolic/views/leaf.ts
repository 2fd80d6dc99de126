import type { Module } from '../../design.ts';
import { header, type Provenance } from '../../views/header.ts';
import { portLines } from '../../views/ports.ts';
import type { Body } from '../datapath.ts';

/** A datapath's module: its own body under the header and the ports that the skeleton gives it. */
export function leafView({ story, view }: Body, module: Module, provenance: Provenance): object {
  return {
    localparams: [],
    unused: '',
    ...view,
    header: header(story, provenance),
    name: module.name,
    ports: portLines(module.ports),
  };
}
