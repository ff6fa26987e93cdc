"""The screens, one a module. The folder is not named `pages`, where Streamlit would look for pages by file name."""
