import './trusted-types.ts'
import '@fontsource/ibm-plex-sans/400.css'
import '@fontsource/ibm-plex-sans/500.css'
import '@fontsource/ibm-plex-sans/600.css'
import '@fontsource/ibm-plex-sans-arabic/400.css'
import '@fontsource/ibm-plex-sans-arabic/500.css'
import '@fontsource/ibm-plex-sans-arabic/600.css'
import '@fontsource/ibm-plex-mono/400.css'
import '@fontsource/ibm-plex-mono/500.css'
import '../style/tokens.css'
import '../style/base.css'
import '../style/controls.css'
import '../style/frame.css'
import '../style/palette.css'
import '../style/worklist.css'
import '../style/item.css'
import '../style/tables.css'
import '../style/dispatches.css'
import '../style/training.css'
import '../style/shift.css'
import '../style/table-preview.css'
import '../style/scan.css'
import '../style/insight.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { bridgeClient, pageBridge } from './client/bridge.ts'
import { socketClient } from './client/socket.ts'
import { applyPreferences } from './preferences.ts'

applyPreferences()
const bridge = pageBridge()
const client = bridge === null ? socketClient(document.querySelector<HTMLMetaElement>('meta[name="page-secret"]')?.content ?? '') : bridgeClient(bridge)
const root = document.getElementById('desk')
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <App client={client} />
    </StrictMode>,
  )
