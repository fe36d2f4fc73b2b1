import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import type { SchemaEngine } from '@prisma/schema-engine-wasm'
import type { Database } from './db.server.ts'

type Bindings = typeof import('@prisma/schema-engine-wasm') & {
	__wbg_set_wasm(exports: WebAssembly.Exports): void
}

let bindings: Promise<Bindings> | undefined

/**
 * Prisma's schema engine over an open database. It is the engine that the
 * `prisma` CLI downloads as a binary, here as WebAssembly from the registry.
 * The package's own entry imports the .wasm as a module, which Node does not do
 * without a flag: it is instantiated by hand.
 */
export async function openSchemaEngine(database: Database, datamodel: string): Promise<SchemaEngine> {
	bindings ??= instantiate()
	const { SchemaEngine } = await bindings
	return SchemaEngine.new(
		{ datamodels: [['schema.prisma', datamodel]] },
		() => {},
		bindMigrationAwareSqlAdapterFactory(database.factory),
	)
}

async function instantiate(): Promise<Bindings> {
	const module = '@prisma/schema-engine-wasm/schema_engine_bg'
	const bg: Bindings = await import(/* @vite-ignore */ module)
	const js = createRequire(import.meta.url).resolve(module)
	const { instance } = await WebAssembly.instantiate(await readFile(js.replace(/\.js$/, '.wasm')), {
		'./schema_engine_bg.js': bg as unknown as WebAssembly.ModuleImports,
	})
	bg.__wbg_set_wasm(instance.exports)
	;(instance.exports.__wbindgen_start as () => void)()
	return bg
}
