declare global {
	interface Window {
		/** What was pressed before the page's modules came, and only they answer. */
		pressedEarly?: HTMLElement | null
	}
}

/** Presses again what was pressed too early, so that no press of the reader's is lost (`withScriptsLast`). */
export function pressAgain(): void {
	window.pressedEarly?.click()
	delete window.pressedEarly
}
