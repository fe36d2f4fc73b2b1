import { chromium } from '@playwright/test'
const origin = process.env.ORIGIN ?? 'http://localhost:3111'
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-background-networking'] })
const pages = JSON.parse(process.env.PAGES!) as Array<[string,string]>
const widths = (process.env.W ?? '1440,360').split(',').map(Number)
const schemes = (process.env.S ?? 'light').split(',') as Array<'light'|'dark'>
const login = process.env.LOGIN
for (const w of widths) for (const s of schemes) {
  const c = await browser.newContext({ viewport: { width: w, height: w < 500 ? 800 : 900 }, colorScheme: s, locale: 'fr-FR' })
  const p = await c.newPage()
  if (login) { await p.goto(origin+'/connexion'); await p.fill('[name=email]', login); await p.fill('[name=password]', 'filiere-demo'); await p.keyboard.press('Enter'); await p.waitForURL((u)=>!u.pathname.startsWith('/connexion')) }
  for (const [name, path] of pages) { await p.goto(origin + path); await p.waitForTimeout(700); await p.screenshot({ path: `/tmp/shots/${name}-${w}-${s}.png`, fullPage: process.env.FULL === '1' }) }
  await c.close()
}
await browser.close()
