import { useEffect, useState } from 'react'
import { Icon, type IconName } from './icon.tsx'

type Theme = 'system' | 'light' | 'dark'

const themes: Record<Theme, { label: string; icon: IconName; next: Theme }> = {
	system: { label: 'Thème du système', icon: 'system', next: 'light' },
	light: { label: 'Thème clair', icon: 'sun', next: 'dark' },
	dark: { label: 'Thème sombre', icon: 'moon', next: 'system' },
}

/** One button that goes round the three themes; hidden until a script can act on it. */
export function ThemeSwitch() {
	const [theme, setTheme] = useState<Theme>('system')
	useEffect(() => {
		const chosen = document.documentElement.dataset.theme
		if (chosen === 'light' || chosen === 'dark') setTheme(chosen)
	}, [])

	const { label, icon, next } = themes[theme]
	function choose() {
		setTheme(next)
		document.documentElement.dataset.theme = next
		try {
			localStorage.setItem('theme', next)
		} catch {
			// Storage refused by the browser: the choice lasts as long as the page.
		}
	}
	const title = `${label}. Passer au ${themes[next].label.toLowerCase()}`
	return (
		<button
			type="button"
			className="icon-button needs-script"
			onClick={choose}
			title={title}
			aria-label={title}
		>
			<Icon name={icon} size={18} />
		</button>
	)
}
