/** The bundler writes the style beside the script. */
declare module '*.css';
