"""The screens, one per module. The folder is not named `pages`: Streamlit would look for pages by file name there."""
