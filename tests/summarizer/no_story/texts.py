"""Texts that are no story, and stories that are near to one, in several languages. All about invented people and places."""

NOTICES = {
    "en": """We value your privacy
We and our 842 partners store information on your device, such as cookies, and process personal data for personalised
advertising and the measurement of content. You may consent to our and our partners' processing at any time.
Accept all
Reject all""",
    "en without a partner": """Before you continue
This website uses cookies to make it work and to understand how visitors use it. We'd also like to set optional analytics
cookies to help us improve it. For more about the cookies we use, see our cookie policy.
Accept cookies
Reject optional cookies""",
    "de": """Wir und unsere Partner benötigen Ihre Zustimmung
Wir verwenden Cookies, um Informationen auf Ihrem Gerät zu speichern. Mit Ihrer Einwilligung verarbeiten wir und unsere
214 Partner personenbezogene Daten für personalisierte Werbung. Weitere Informationen in unserer Datenschutzerklärung.
Alle akzeptieren
Einstellungen""",
    "fr": """Nous utilisons des cookies
Ce site dépose des cookies pour mesurer son audience et personnaliser les publicités. En cliquant sur « J'accepte », vous
autorisez nos partenaires à les utiliser. Vous pouvez aussi gérer vos préférences ou tout refuser.
J'accepte
Je refuse""",
    "fi": """Arvostamme yksityisyyttäsi
Me ja kumppanimme käytämme evästeitä tallentaaksemme tietoja laitteellesi ja kohdentaaksemme mainontaa. Voit hyväksyä
kaikki evästeet tai muuttaa asetuksia. Voit peruuttaa suostumuksesi milloin tahansa.
Hyväksy kaikki""",
    "pl": """Szanujemy Twoją prywatność
My i nasi partnerzy przechowujemy pliki cookie i przetwarzamy dane osobowe w celu wyświetlania spersonalizowanych reklam.
Możesz wyrazić zgodę albo zarządzać ustawieniami. Zgodę możesz wycofać w każdej chwili w polityce prywatności.
Zaakceptuj wszystko""",
    "ja": """Cookieの使用について
当サイトでは、お客様の利便性向上のためにCookieを使用しています。当社および当社のパートナーは、広告の表示のためにお客様の個人情報を
処理することがあります。「同意する」をクリックすると、Cookieの使用に同意したことになります。詳しくはプライバシーポリシーをご覧ください。
同意する
拒否する""",
    "zh": """我们重视您的隐私
我们和我们的合作伙伴使用Cookie等技术在您的设备上存储信息，并处理个人数据，以提供个性化广告。您可以点击“接受全部”同意我们使用Cookie，
也可以管理您的偏好设置。您可以随时在隐私政策中撤回同意。
接受全部
拒绝""",
}

LOGINS = {
    "en": "Sign in\nEmail address\nPassword\nRemember me\nForgot your password?\nDon't have an account? Create one",
    "en with a sentence": "Log in to your account\nPlease enter your username and password to continue.\nUsername\nPassword\n"
    "Forgot username or password?",
    "de": "Anmelden\nBenutzername oder E-Mail\nKennwort\nEingeloggt bleiben\nKennwort vergessen\nNeu hier? Konto erstellen",
    "es": "Iniciar sesión\nCorreo electrónico\nContraseña\n¿Has olvidado tu contraseña?\n¿No tienes cuenta? Regístrate",
    "sv": "Logga in\nAnvändarnamn\nLösenord\nGlömt lösenordet?\nHar du inget konto? Skapa konto",
    "ja": "ログイン\nメールアドレス\nパスワード\nパスワードをお忘れの方はこちら\n新規会員登録",
}

GIBBERISH = {
    "keys of one row": "lkklfd lkdskgdsl ajkdalsaa fakh flfgka sdgkh gdfjlk asgd hdjkasl dfghjk sdlkfj lkjdsf hgjkd",
    "three keys": "asdf asdf asdf jkl jkl asdf jkl asdf asdf asdf asdf jkl asdf",
    "German keys": "fjdksla öäsldkf qwertzu poiuztr yxcvbn mnbvcxy äölkjh gfdsay wertzui lkjhgf dsaqwe rtzuio",
    "one word": "test test test test test test test test test test test test test test",
    "base64": "+6AVp20rG+FKsq2AGvD4y+Z4x9GY5LrxQz7VV8GMhKfTqP1wBnE3sUuC0dRjLo6iYkXgNmW9vZtSaHbQcJeF2D8y7rKqI4lO",
    "hexadecimal": "46a77ab08589ae705c801cf265aa43e1c0ce197e59243694f9aa00b1c2d3e4f5a6b7c8d9",
    "signs": "#@!$ %^&* ()_+ {}|: <>? ~!@ #$% ^&* ()_ +{} |:. <>? a b c #@!$ %^&* ()_+ {}|:",
}

NUMBERS = {
    "prices": "Name\tPrice\tChange\tVolume\n"
    + "\n".join(f"Brine {n}\t{n * 37 % 900}.{n}0\t+{n % 5}.2%\t{n * 9173}" for n in range(10, 22)),
    "German": "Jahr;Einwohner;Haushalte\n" + "\n".join(f"{year};{year * 7};{year * 3}" for year in range(1990, 2008)),
    "Japanese": "年\t人口\t世帯\n" + "\n".join(f"{year}\t{year * 31}\t{year * 11}" for year in range(2000, 2014)),
    "no names": ", ".join(f"0.{n * 7919 % 10_000}" for n in range(40)),
}

PLACEHOLDERS = {
    "the first sentence": "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et "
    "dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris.",
    "the German one": "Lorem ipsum dolor sit amet, consetetur sadipscing elitr, sed diam nonumy eirmod tempor invidunt ut "
    "labore et dolore magna aliquyam erat, sed diam voluptua. At vero eos et accusam et justo duo dolores et ea rebum.",
    "a later one": "Vestibulum ante ipsum primis in faucibus orci luctus et ultrices posuere cubilia curae; donec velit neque, "
    "auctor sit amet aliquam vel, ullamcorper sit amet ligula. Curabitur aliquet quam id dui posuere blandit.",
}

STORIES = {
    "news about cookies": """Regulators in Vestnes fined Fjord Media 4 million crowns on Tuesday for the cookie banner on its
website. The banner made it harder to reject cookies than to accept them, the privacy authority said, and visitors could not
give free consent. Personal data had been sent to 312 advertising partners. The company had changed its privacy settings.""",
    "German news about cookies": """Die Datenschutzbehörde von Ellerby hat ein Bußgeld gegen den Verlag Quay verhängt. Der
Cookie-Hinweis habe keine freie Einwilligung ermöglicht. Nutzer konnten Cookies mit einem Klick akzeptieren, zum Ablehnen
brauchten sie vier. Der Verlag und seine Werbepartner hätten personenbezogene Daten ohne Zustimmung verarbeitet.""",
    "a story under a notice": f"""{NOTICES["en without a partner"]}
Pier reopens after nine months
The old pier at Lowmoor reopened on Tuesday after nine months of repairs that cost the town 4.2 million crowns.
Crowds of more than three thousand people waited from early morning, the harbour office said.
The council plans to raise the entrance fee from two to three crowns in April to pay back a loan from the bank.""",
    "news about passwords": """A leak of passwords at the Harbour Bank forced 40,000 customers to log in with new passwords on
Monday. Email addresses and passwords of old accounts had been copied in March, the bank said. Customers who forget their
password must now visit a branch.""",
    "a market report": """The Vestnes index rose 1.2 % to 4,512.30 points on Tuesday. Northline gained 3.4 % to 112.50 crowns,
Tern Shipping 2.1 % to 48.20 and Brine Foods 0.8 % to 9.95. Turnover was 1.24 billion crowns, 12 % above the average.""",
    "Polish": """Stary pomost w Gdyńskiej Zatoce otwarto we wtorek po dziewięciu miesiącach remontu. Wstrząs z zeszłej zimy
zniszczył trzydzieści pali. Przewodnicząca rady, Wanda Szczęsna, powiedziała, że opłata wzrośnie w kwietniu.""",
    "Welsh": """Ailagorodd yr hen bier ddydd Mawrth ar ôl naw mis o waith atgyweirio a gostiodd bedair miliwn i'r dref. Dywedodd
Gwenllian Llwyd, meistr yr harbwr, y bydd y tâl mynediad yn codi ym mis Ebrill.""",
    "Czech without vowels": """Přístavní molo v Dolní Zátoce se v úterý po devíti měsících oprav znovu otevřelo. Starosta Zdeněk
Vlk řekl, že vstupné od dubna vzroste na tři koruny. Strč prst skrz krk, říkají rybáři.""",
    "Latin": """Gallia est omnis divisa in partes tres, quarum unam incolunt Belgae, aliam Aquitani, tertiam qui ipsorum lingua
Celtae, nostra Galli appellantur. Hi omnes lingua, institutis, legibus inter se differunt.""",
    "a poem that comes back to its lines": """The boats go out, the boats come in,
the gulls cry over the quay,
the boats go out, the boats come in,
and none of them for me.""",
    "one sentence again and again": "The pier reopened on Tuesday after nine months of repairs. " * 12,
}
