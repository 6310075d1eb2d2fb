print("apixo")
